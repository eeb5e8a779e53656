import { Sqlite } from '../../src/store/sqlite-library'
import { startChild } from '../load/child'
import type { ClientInput, ClientResult } from './client'
import type { Place, Row } from './rows'

export interface Round extends ClientResult {
  /** Rows in the database after the round; null where nothing is stored. */
  stored: number | null
  /** Containers that were confirmed by the end of the round; null where nothing is delivered. */
  linked: number | null
}

export interface Load {
  connections: number
  warmupSeconds: number
  seconds: number
}

const path = '/webhooks/jira/jira'
/** Beyond the round itself: start, the last answers, the tally. */
const slackMs = 30_000

/** Starts the row's server, loads it for one round, and compares what was acknowledged with what is stored. */
export async function runRound(row: Row, load: Load, place: Place): Promise<Round> {
  const stand = await row.open(place)
  try {
    const input: ClientInput = {
      ...load,
      path,
      port: stand.port,
      serverPid: stand.pid,
      secret: place.secret,
      expect: '"status":"accepted"',
    }
    const client = startChild('ingest/client.js', input, place.cores?.client)
    let result: ClientResult
    try {
      result = await client.readLine<ClientResult>((load.warmupSeconds + load.seconds) * 1000 + slackMs)
    } finally {
      await client.end(0)
    }
    if (result.failed > 0) throw new Error(`${row.name}: ${result.failed} failed, first: ${result.firstFailure}`)
    return { ...result, ...tally(row, stand.databaseFile, result.acknowledged) }
  } finally {
    await stand.close()
  }
}

function tally(row: Row, databaseFile: string | null, acknowledged: number): Pick<Round, 'stored' | 'linked'> {
  if (databaseFile === null) return { stored: null, linked: null }
  const db = new Sqlite(databaseFile, { readonly: true })
  try {
    const count = (sql: string) => db.prepare<[], { count: number }>(sql).get()?.count ?? 0
    const stored = count('select count(*) as count from receipts')
    if (stored !== acknowledged) throw new Error(`${row.name}: ${acknowledged} acknowledged, but ${stored} stored`)
    return { stored, linked: count("select count(*) as count from links where state = 'linked'") }
  } finally {
    db.close()
  }
}
