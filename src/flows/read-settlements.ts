import type { Receipt } from '../domain/receipt'
import type { FieldSide } from '../store/field-writes'
import { ownAsks } from './sort-receipts'

/** Fields that an operator settled, with the side whose value counts. */
export function readSettlements(own: readonly Receipt[]): Record<string, FieldSide> {
  const settlements = own.filter(({ event }) => event === ownAsks.settle).map(readSettlement)
  return Object.fromEntries(settlements)
}

function readSettlement({ body }: Receipt): [string, FieldSide] {
  const { field, take } = JSON.parse(body.toString('utf8')) as { field: string; take: FieldSide }
  return [field, take]
}
