import type { JsonObject } from '../../../domain/json'
import type { PolledCollection } from '../../../domain/polled-collection'
import { readId } from '../answer'
import { readTime } from '../automation/read-record'
import type { ReadCall } from '../call'
import type { Filter, ListFlag } from '../query'
import { brokenList, isLastPage, readPage } from '../read-page'
import { readAll } from '../walk'

/** One list of SOAR and the columns that tell when a record changed; one that may be null takes a further one beside it. */
export interface Feed {
  path: string
  stamps: readonly string[]
  flags?: readonly ListFlag[]
  /** Only records that meet them. */
  filters?: readonly Filter[]
}

/** Columns that tell when a record changed: where one may be null, another beside it. */
export const feeds: Record<PolledCollection, Feed> = {
  container: { path: '/rest/container', stamps: ['create_time', 'container_update_time'] },
  artifact: { path: '/rest/artifact', stamps: ['update_time'] },
  note: { path: '/rest/note', stamps: ['create_time', 'modified_time'] },
  comment: { path: '/rest/container_comment', stamps: ['create_time'] },
  attachment: { path: '/rest/container_attachment', stamps: ['create_time'], flags: ['pretty'] },
  action_run: { path: '/rest/action_run', stamps: ['update_time'] },
  // While an app runs it has brought nothing yet, and no time of its end.
  app_run: { path: '/rest/app_run', stamps: ['end_time'] },
  playbook_run: { path: '/rest/playbook_run', stamps: ['update_time'] },
  approval: { path: '/rest/approval', stamps: ['start_time', 'close_time'] },
  task: { path: '/rest/workbook_task', stamps: ['modified_time'] },
}

/** A record with the time of its last change, epoch milliseconds by SOAR's clock. */
export interface Stamped {
  id: string
  at: number
  record: JsonObject
}

export interface Window {
  /** Oldest first, each once. */
  records: Stamped[]
  /** Up to where everything was read; null where nothing lies beyond. */
  readTo: number | null
}

/**
 * Records whose time is `from` or later, as many as one page for each column brings. SOAR has no OR, so each column is a
 * request of its own. Records of `readTo` itself may be told again by the next window, never be missed.
 */
export async function readWindow(
  call: ReadCall,
  feed: Feed,
  { from, pageSize }: { from: number; pageSize: number },
): Promise<Window> {
  const stretches = await Promise.all(feed.stamps.map(stamp => readStretch(call, feed, { stamp, from, pageSize })))
  const readTo = Math.min(...stretches.map(({ end }) => end))
  const records = stretches.flatMap(stretch => stretch.records.filter(({ by }) => by <= readTo))
  return { records: sortOnce(records, feed.stamps), readTo: readTo === Number.POSITIVE_INFINITY ? null : readTo }
}

/** The time of the newest record; null where there is none. One request for each column. */
export async function readNewest(call: ReadCall, { path, stamps }: Feed): Promise<number | null> {
  const times = await Promise.all(
    stamps.map(async stamp => {
      // Databases sort what is null before all else.
      const filters: Filter[] = [{ field: stamp, operator: 'isnull', value: false }]
      const list = { filters, sort: stamp, order: 'desc' as const, pageSize: 1 }
      const { items } = await readPage(call, path, { list, number: 0 })
      return readTime(items[0]?.[stamp])
    }),
  )
  const known = times.filter(time => time !== null)
  return known.length === 0 ? null : Math.max(...known)
}

interface Stretch {
  /** `by` is the time in the column that was asked. */
  records: { by: number; record: JsonObject }[]
  /** Up to where everything was read; infinite where nothing lies beyond. */
  end: number
}

async function readStretch(
  call: ReadCall,
  { path, flags = [], filters: own = [] }: Feed,
  { stamp, from, pageSize }: { stamp: string; from: number; pageSize: number },
): Promise<Stretch> {
  const list = { filters: [since(stamp, from), ...own], sort: stamp, order: 'asc' as const, pageSize, flags }
  const page = await readPage(call, path, { list, number: 0 })
  const records = withTime(page.items, { path, stamp, from })
  const [first, last] = [records[0], records.at(-1)]
  if (isLastPage(page, { list, number: 0 }) || first === undefined || last === undefined) {
    return { records, end: Number.POSITIVE_INFINITY }
  }
  if (last.by > first.by) return { records, end: last.by }
  // A whole page of one instant: only by their ids can its records be told apart.
  const beyond = first.by + 1
  const within = [since(stamp, first.by), { field: stamp, operator: 'lt' as const, value: new Date(beyond) }]
  const all = await readAll(call, path, { filters: [...within, ...own], flags })
  return { records: withTime(all, { path, stamp, from }), end: beyond }
}

function since(stamp: string, from: number): Filter {
  return { field: stamp, operator: 'gte', value: new Date(from) }
}

/** A filter or an order that was dropped would bring anything at all, and half of what is new would pass for the whole. */
function withTime(
  items: readonly JsonObject[],
  { path, stamp, from }: { path: string; stamp: string; from: number },
): Stretch['records'] {
  let before = from
  return items.map(record => {
    const by = readTime(record[stamp])
    if (by === null || by < before) throw brokenList(path, 'it is not in the order of its times')
    before = by
    return { by, record }
  })
}

/** A record that both columns brought is there once, as it was read last. */
function sortOnce(records: Stretch['records'], stamps: readonly string[]): Stamped[] {
  const once = new Map<string, Stamped>()
  for (const { by, record } of records) {
    const id = readId(record.id)
    if (id === null) continue
    const at = Math.max(by, ...stamps.map(stamp => readTime(record[stamp]) ?? by))
    const other = once.get(id)
    if (other === undefined || other.at <= at) once.set(id, { id, at, record })
  }
  return [...once.values()].sort((a, b) => a.at - b.at || Number(a.id) - Number(b.id))
}
