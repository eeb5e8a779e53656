import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { BridgeInput } from '../ingest/serve-bridge'
import { startChild } from '../load/child'
import { flood } from './flood'
import { printReport } from './report'
import { createTimedWay, timeRound } from './time-way'
import { openAccounts } from './ways'

export interface AccessBenchOptions {
  rounds: number
  /** How often all logins come at once. */
  floods: number
}

const startWithinMs = 30_000
const endWithinMs = 20_000

/**
 * Whether an answer's time tells that an account is there, and what parallel logins cost: one bridge, the ways in measured
 * in turn, round after round, then the floods. Fails where a goal is missed.
 */
export async function benchAccess(options: AccessBenchOptions): Promise<void> {
  const folder = mkdtempSync(path.join(__dirname, '..', 'data-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const access = { failedLoginsPerMinute: 1_000_000 }
  const input: BridgeInput = { folder, secret: 'the secret of this bench', soar: null, access }
  const bridge = startChild('ingest/serve-bridge.js', input, undefined)
  const { port } = await bridge.readLine<{ port: number }>(startWithinMs)
  const accounts = await openAccounts(path.join(folder, 'bridge.db'))
  const timed = accounts.ways.map(createTimedWay)
  // One round that does not count, until its code is compiled.
  for (const way of accounts.ways) await timeRound(way, port, createTimedWay(way))
  for (let round = 0; round < options.rounds; round += 1) {
    for (const [index, way] of accounts.ways.entries())
      await timeRound(way, port, timed[index] as (typeof timed)[number])
  }
  const flooded = await flood({ port, pid: bridge.pid }, accounts, options.floods)
  await bridge.end(endWithinMs)
  if (!printReport({ options, timed, flooded })) process.exitCode = 1
}
