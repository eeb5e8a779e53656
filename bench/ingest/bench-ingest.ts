import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { startChild } from '../load/child'
import { assignCores, type Cores } from '../load/cores'
import { measureFsync } from '../load/disk'
import { printReport } from './report'
import { type Place, type Row, rows } from './rows'
import { type Load, type Round, runRound } from './run-round'
import type { StrictPassTimes } from './strict-pass'

export interface BenchOptions extends Load {
  rounds: number
  /** Names of rows; all unless given. */
  rows?: string[]
}

export interface RowRounds {
  row: Row
  rounds: Round[]
  /** Rounds that did not count, because the client was the bottleneck. */
  voided: number
}

/** A client busier than this measures itself. */
export const mostClientCpuPercent = 90
const mostVoidedRounds = 2

/** Measures each row in turn, round after round, so that a slow moment of the machine hits all of them. */
export async function benchIngest(options: BenchOptions): Promise<void> {
  const given = assignCores()
  const cores = 'cores' in given ? given.cores : null
  // Below the compiled files, which Git ignores: the disk of the project, not the memory disk that /tmp may be.
  const folder = mkdtempSync(path.join(__dirname, '..', 'data-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', removeFolder)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

  const disk = measureFsync(folder)
  const strictPass = await timeStrictPass(cores)
  const place: Place = { folder, cores, secret: randomBytes(16).toString('hex') }
  const measured = selectRows(options.rows).map((row): RowRounds => ({ row, rounds: [], voided: 0 }))
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const into of measured) await addRound(into, options, place)
  }
  const coresMissing = 'missing' in given ? given.missing : null
  printReport({ options, measured, disk, strictPass, cores, coresMissing })
}

function selectRows(names: string[] | undefined): Row[] {
  const unknown = (names ?? []).filter(name => !rows.some(row => row.name === name))
  if (unknown.length > 0) throw new Error(`no row is called ${unknown.join(', ')}`)
  return rows.filter(row => names === undefined || names.includes(row.name))
}

async function addRound(into: RowRounds, load: Load, place: Place): Promise<void> {
  for (;;) {
    const round = await runRound(into.row, load, place)
    const { requestsPerSecond, p99Ms, clientCpuPercent, serverMicros, othersCpuPercent } = round
    const isVoid = clientCpuPercent >= mostClientCpuPercent
    const note = isVoid ? ', void' : ''
    process.stderr.write(
      `${into.row.name}: ${requestsPerSecond.toFixed(0)} req/s, p99 ${p99Ms.toFixed(1)} ms, ` +
        `client ${clientCpuPercent.toFixed(0)} %, server ${serverMicros?.toFixed(0)} us, others ${othersCpuPercent?.toFixed(0)} %${note}\n`,
    )
    if (!isVoid) return void into.rounds.push(round)
    into.voided += 1
    if (into.voided > mostVoidedRounds) return
  }
}

async function timeStrictPass(cores: Cores | null): Promise<StrictPassTimes> {
  const child = startChild('ingest/strict-pass.js', {}, cores?.server)
  const times = await child.readLine<StrictPassTimes>(60_000)
  await child.end(1_000)
  return times
}
