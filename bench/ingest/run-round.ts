import { Sqlite } from '../../src/store/sqlite-library'
import { startChild } from '../load/child'
import type { ClientInput, ClientResult } from './client'
import type { Place, Row, Stand } from './rows'

export interface Round extends ClientResult {
  /** Speed as a multiple of Express's in the same round; null where Express was not measured in it. */
  toExpress: number | null
}

export interface Load {
  connections: number
  warmupSeconds: number
  seconds: number
}

/** What is in the database at the end; null where nothing is stored or delivered. */
export interface Tally {
  acknowledged: number
  stored: number | null
  linked: number | null
}

const path = '/webhooks/jira/jira'
/** Beyond the round itself: start, the last answers. */
const slackMs = 30_000
/** Connections are opened and the pipe filled before it counts. */
const settleSeconds = 0.25
/** The deliveries of one round are numbered apart from those of all others. */
const deliveriesOfRound = 200_000

/** A row's server while it is measured, and how much it acknowledged so far. */
export class Measurement {
  private acknowledged = 0
  private rounds = 0

  constructor(
    readonly row: Row,
    private readonly stand: Stand,
    private readonly place: Place,
  ) {}

  /** Until its code is compiled. */
  async warmUp({ connections, warmupSeconds }: Load): Promise<void> {
    await this.send({ connections, warmupSeconds, seconds: settleSeconds })
  }

  async run({ connections, seconds }: Load): Promise<ClientResult> {
    return this.send({ connections, warmupSeconds: settleSeconds, seconds })
  }

  /** Ends the server, then compares what was acknowledged with what is stored. */
  async close(): Promise<Tally> {
    const { acknowledged, row } = this
    await this.stand.stop()
    try {
      return { acknowledged, ...tally(row, this.stand.databaseFile, acknowledged) }
    } finally {
      await this.stand.remove()
    }
  }

  private async send(load: Load): Promise<ClientResult> {
    this.rounds += 1
    const input: ClientInput = {
      ...load,
      path,
      port: this.stand.port,
      serverPid: this.stand.pid,
      secret: this.place.secret,
      firstDelivery: this.rounds * deliveriesOfRound,
      expect: '"status":"accepted"',
    }
    const client = startChild('ingest/client.js', input, this.place.cores?.client)
    try {
      const result = await client.readLine<ClientResult>((load.warmupSeconds + load.seconds) * 1000 + slackMs)
      this.acknowledged += result.acknowledged
      if (result.failed > 0) throw new Error(`${this.row.name}: ${result.failed} failed, first: ${result.firstFailure}`)
      return result
    } finally {
      await client.end(0)
    }
  }
}

function tally(row: Row, databaseFile: string | null, acknowledged: number): Pick<Tally, 'stored' | 'linked'> {
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
