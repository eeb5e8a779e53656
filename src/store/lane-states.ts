import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables'

type Read = Kysely<Tables>

/** Those of the lanes that are worked now or could be: what waits for a later try, or died, keeps nobody. */
export async function busyLanes(read: Read, lanes: readonly string[], now: number): Promise<Set<string>> {
  const held = await read
    .selectFrom('lanes')
    .select('lane')
    .where('lane', 'in', [...lanes])
    .where(({ or, eb }) => or([eb('wanted', '=', 1), eb('holder', 'is not', null)]))
    .execute()
  const pending = await read
    .selectFrom('receipts')
    .select('lane')
    .where('lane', 'in', [...lanes])
    .where(sql<boolean>`state = 'pending'`)
    .execute()
  const open = await openJobsOf(read, lanes)
  const first = new Map(open.toReversed().map(job => [job.lane, job]))
  const due = [...first.values()].filter(({ state, next_at }) => state !== 'dead' && next_at <= now)
  return new Set([...held, ...pending, ...due].flatMap(({ lane }) => lane ?? []))
}

/** Why each of the lanes needs a person: a dead job, or a receipt in quarantine. */
export async function failuresOf(read: Read, lanes: readonly string[]): Promise<Map<string, string>> {
  const dead = (await openJobsOf(read, lanes)).filter(({ state }) => state === 'dead')
  const quarantined = await read
    .selectFrom('receipts')
    .select(['lane', 'reason'])
    .where('lane', 'in', [...lanes])
    .where(sql<boolean>`state in ('processed', 'quarantined')`)
    .where('state', '=', 'quarantined')
    .execute()
  return new Map(
    [...quarantined, ...dead].map(({ lane, reason }): [string, string] => [lane ?? '', reason ?? 'unknown']),
  )
}

/** Of each lane in order, oldest first. */
function openJobsOf(read: Read, lanes: readonly string[]) {
  return read
    .selectFrom('jobs')
    .select(['lane', 'state', 'next_at', 'reason'])
    .where('lane', 'in', [...lanes])
    .where(sql<boolean>`state in ('waiting', 'sending', 'unknown', 'dead')`)
    .orderBy('lane')
    .orderBy('id')
    .execute()
}
