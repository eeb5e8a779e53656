import type { JsonObject } from '../../domain/json'
import type { DeliveryFacts } from '../connector'
import { readDelivery, type ServiceNowDelivery } from './wire'

/**
 * Which record a push is about. A push of no known shape counts as one about a ticket that it does not name, so that a
 * person gets to see it; one of a table that the connection does not bridge is about no ticket.
 */
export function identify(payload: JsonObject, tables: readonly string[]): DeliveryFacts {
  const delivery = readDelivery(payload)
  const { sysId, number, event, modCount } = delivery
  const { collection, isForeign } = placeRecord(delivery, tables)
  return {
    isAboutTicket: !isForeign,
    ...(sysId !== undefined && { ticketId: sysId }),
    ...(number !== undefined && { key: number }),
    ...(collection !== undefined && { collection }),
    ...(event !== undefined && { event: event.slice(0, 100) }),
    // A time alone has a resolution of one second: equal pushes may stand for A, B, A.
    ...(modCount !== undefined && { version: modCount }),
  }
}

/** The table of a record among those that the connection bridges, or that it belongs to another one. */
export function placeRecord(
  { table, className, number }: ServiceNowDelivery,
  tables: readonly string[],
): { collection?: string; isForeign: boolean } {
  const byNumber = number === undefined ? undefined : tablesByPrefix.get(number.replace(/\d+$/, ''))
  const collection = [table, className, byNumber].find(name => name !== undefined && tables.includes(name))
  if (collection !== undefined) return { collection, isForeign: false }
  // A class we do not know may extend a bridged table, whose address then reads it too.
  const isOfKnownClass = className !== undefined && [...tablesByPrefix.values()].includes(className)
  const isForeign = table !== undefined || byNumber !== undefined || isOfKnownClass
  const [only, ...others] = tables
  return { ...(!isForeign && only !== undefined && others.length === 0 && { collection: only }), isForeign }
}

const tablesByPrefix: ReadonlyMap<string, string> = new Map([
  ['INC', 'incident'],
  ['SIR', 'sn_si_incident'],
])
