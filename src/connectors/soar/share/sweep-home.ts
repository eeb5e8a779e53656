import type { ContainerChanges } from '../../../domain/container-change'
import type { JsonObject } from '../../../domain/json'
import type { SweepAsked, SweepMark, SweptPage, SweptTicket, TicketSweeper } from '../../connector'
import type { ReadCall } from '../call'
import { feeds, readWindow, type Stamped } from '../poll/read-window'
import { type Telling, tellContainers } from '../poll/tell'
import type { Filter } from '../query'
import { readPage } from '../read-page'

/** Few, since each of them may be read with all that it holds. */
const mostOfPage = 25

/** `from` is the name of the SOAR. */
export function createHomeSweeper(telling: Telling, from: string): TicketSweeper {
  return {
    readUpdated: asked => readUpdated(asked, telling, from),
    countUpdated: asked => countUpdated(asked, telling.call),
  }
}

/**
 * Containers by the time of their last change, by SOAR's clock, a request for each column that tells it. One that is
 * changed while pages are turned comes further on. `query` is a condition as SOAR's lists take it, without their prefix:
 * `label=phishing&status=open`. Raises as lists do.
 */
async function readUpdated(asked: SweepAsked, telling: Telling, from: string): Promise<SweptPage> {
  const { after, query = '', limit } = asked
  const most = Math.min(limit, mostOfPage)
  const feed = { ...feeds.container, filters: conditionsOf(query) }
  const { records, readTo } = await readWindow(telling.call, feed, { from: after?.at ?? 0, pageSize: most })
  // What was changed later than the window reaches is read there; at its very end somebody else may stand too.
  const whole = records.filter(record => isBeyond(record, after) && (readTo === null || record.at < readTo))
  const taken = whole.slice(0, most)
  const last = taken.at(-1)
  const isCut = last !== undefined && taken.length < whole.length
  const end = readTo === null ? null : { at: readTo, id: '' }
  return { tickets: await describe(taken, telling, from), next: isCut ? { at: last.at, id: last.id } : end }
}

/** SOAR has no OR: those made since then, and those made before that were changed since then. */
async function countUpdated({ after, query = '' }: Omit<SweepAsked, 'limit'>, call: ReadCall): Promise<number | null> {
  const since = new Date(after?.at ?? 0)
  const made = { field: 'create_time', operator: 'gte', value: since } as const
  const changed = { field: 'container_update_time', operator: 'gte', value: since } as const
  const counts = await Promise.all([
    countOf([made], query, call),
    countOf([{ ...made, operator: 'lt' }, changed], query, call),
  ])
  return counts.reduce((sum, count) => (sum === null || count === null ? null : sum + count), 0)
}

async function countOf(filters: Filter[], query: string, call: ReadCall): Promise<number | null> {
  const list = { filters: [...filters, ...conditionsOf(query)], pageSize: 1 }
  return (await readPage(call, feeds.container.path, { list, number: 0 })).count
}

function conditionsOf(query: string): Filter[] {
  return [...new URLSearchParams(query)].map(([field, value]) => ({ field, value }))
}

function isBeyond({ at, id }: Stamped, after: SweepMark | null): boolean {
  return after === null || at > after.at || (at === after.at && Number(id) > Number(after.id))
}

async function describe(records: readonly Stamped[], telling: Telling, from: string): Promise<SweptTicket[]> {
  const told = await tellContainers(records, telling)
  return told.map(change => {
    const { containerId } = change
    const several: ContainerChanges = { kind: 'several', containerId, changes: [change] }
    return {
      id: containerId,
      key: `${from}#${containerId}`,
      updatedAt: change.version.at,
      payload: several as unknown as JsonObject,
    }
  })
}
