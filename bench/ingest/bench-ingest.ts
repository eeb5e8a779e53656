import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { startChild } from '../load/child'
import { assignCores, type Cores } from '../load/cores'
import { measureFsync } from '../load/disk'
import type { ClientResult } from './client'
import { printReport } from './report'
import { type Place, type Row, rows } from './rows'
import { type Load, Measurement, type Round, type Tally } from './run-round'
import type { StrictPassTimes } from './strict-pass'

export interface BenchOptions extends Load {
  rounds: number
  /** Names of rows; all unless given. */
  rows?: string[]
}

export interface RowRounds {
  row: Row
  rounds: Round[]
  /** Rounds that did not count, because the client was the bottleneck or others took the processor. */
  voided: number
  tally: Tally
}

/** A client busier than this measures itself. */
export const mostClientCpuPercent = 90
/** Of one core; beyond it the others are measured too, since they slow down one row and not the next. */
export const mostOthersCpuPercent = 15

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
  const wanted = selectRows(options.rows)
  const measured = await measure(
    wanted.filter(row => row.standsAlone !== true),
    options,
    place,
  )
  for (const row of wanted.filter(one => one.standsAlone)) measured.push(...(await measure([row], options, place)))
  const coresMissing = 'missing' in given ? given.missing : null
  printReport({ options, measured, disk, strictPass, cores, coresMissing })
}

function selectRows(names: string[] | undefined): Row[] {
  const unknown = (names ?? []).filter(name => !rows.some(row => row.name === name))
  if (unknown.length > 0) throw new Error(`no row is called ${unknown.join(', ')}`)
  return rows.filter(row => names === undefined || names.includes(row.name))
}

/** All of `rows` stand at once, and each is loaded for one short round after the other. */
async function measure(rows: Row[], load: BenchOptions, place: Place): Promise<RowRounds[]> {
  const standing: Measurement[] = []
  for (const row of rows) standing.push(new Measurement(row, await row.open(place), place))
  for (const one of standing) await one.warmUp(load)
  const valid = new Map<Row, Round[]>(rows.map(row => [row, []]))
  let voided = 0
  // As many again, for a machine that is busy half of the time.
  for (let round = 0; round < load.rounds + voided && voided <= load.rounds; round += 1) {
    const results = await runOnce(standing, load)
    const isVoid = results.some(isSpoilt)
    if (isVoid) voided += 1
    const express = results[rows.findIndex(row => row.name === 'express')]?.requestsPerSecond
    for (const [index, row] of rows.entries()) {
      const result = results[index] as ClientResult
      const toExpress = express === undefined ? null : result.requestsPerSecond / express
      say(row, { ...result, toExpress }, isVoid)
      if (!isVoid) valid.get(row)?.push({ ...result, toExpress })
    }
  }
  const tallies: Tally[] = []
  for (const one of standing) tallies.push(await one.close())
  return rows.map((row, index) => ({ row, rounds: valid.get(row) ?? [], voided, tally: tallies[index] as Tally }))
}

async function runOnce(standing: Measurement[], load: Load): Promise<ClientResult[]> {
  const results: ClientResult[] = []
  for (const one of standing) results.push(await one.run(load))
  return results
}

function isSpoilt({ clientCpuPercent, othersCpuPercent }: ClientResult): boolean {
  return clientCpuPercent >= mostClientCpuPercent || (othersCpuPercent ?? 0) >= mostOthersCpuPercent
}

function say({ name }: Row, round: Round, isVoid: boolean): void {
  const { requestsPerSecond, p99Ms, clientCpuPercent, serverMicros, othersCpuPercent, toExpress } = round
  process.stderr.write(
    `${name}: ${requestsPerSecond.toFixed(0)} req/s, p99 ${p99Ms.toFixed(1)} ms, ` +
      `client ${clientCpuPercent.toFixed(0)} %, server ${serverMicros?.toFixed(0)} us, others ${othersCpuPercent?.toFixed(0)} %, ` +
      `vs express ${toExpress?.toFixed(2) ?? '-'}${isVoid ? ', void' : ''}\n`,
  )
}

async function timeStrictPass(cores: Cores | null): Promise<StrictPassTimes> {
  const child = startChild('ingest/strict-pass.js', {}, cores?.server)
  const times = await child.readLine<StrictPassTimes>(60_000)
  await child.end(1_000)
  return times
}
