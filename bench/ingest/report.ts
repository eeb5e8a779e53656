import { cpus } from 'node:os'
import type { Cores } from '../load/cores'
import type { DiskSpeed } from '../load/disk'
import { medianOf } from '../load/median'
import type { BenchOptions, RowRounds } from './bench-ingest'
import type { Round } from './run-round'
import type { StrictPassTimes } from './strict-pass'

export interface Measured {
  options: BenchOptions
  measured: RowRounds[]
  disk: DiskSpeed
  strictPass: StrictPassTimes
  cores: Cores | null
  coresMissing: string | null
}

/** What issue 2 asks of ingest with delivery held. */
const goal = { ratio: 1.2, p99Ms: 30 }

interface Line {
  name: string
  title: string
  rounds: number
  voided: number
  requestsPerSecond: { median: number; min: number; max: number }
  /** Medians over the rounds. */
  p50Ms: number
  p99Ms: number
  p999Ms: number
  clientCpuPercent: number
  /** Below 100 while the server is saturated: others took its core. */
  serverCpuPercent: number | null
  /** Processor time of the server for each request; steadier than its speed on a busy machine. */
  serverMicros: number | null
  othersCpuPercent: number | null
  /** Median over the rounds of the multiple of Express's speed in the same round; of the medians where a row stood alone. */
  toExpress: number | null
  acknowledged: number
  stored: number | null
  linked: number | null
}

/** The table for people, then one line of JSON for machines. */
export function printReport(measured: Measured): void {
  const express = measured.measured.find(({ row }) => row.name === 'express')
  const baseline = express === undefined ? null : medianOf(express.rounds.map(round => round.requestsPerSecond))
  const lines = measured.measured.map(row => lineOf(row, baseline))
  const claim = claimOf(lines, measured.coresMissing)
  process.stdout.write(`${[...contextOf(measured), '', ...tableOf(lines), '', sayClaim(claim), ''].join('\n')}\n`)
  const { options, disk, strictPass, cores, coresMissing } = measured
  const machine = {
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cpus: cpus().length,
    cores,
    coresMissing,
  }
  process.stdout.write(
    `${JSON.stringify({ bench: 'ingest', options, machine, disk, strictPass, rows: lines, claim })}\n`,
  )
}

function lineOf({ row, rounds, voided, tally }: RowRounds, baseline: number | null): Line {
  const over = (pick: (round: Round) => number) => medianOf(rounds.map(pick))
  const overKnown = (pick: (round: Round) => number | null) =>
    rounds.some(one => pick(one) === null) ? null : over(one => pick(one) ?? 0)
  const speeds = rounds.map(round => round.requestsPerSecond)
  const median = medianOf(speeds)
  const ratios = rounds.flatMap(({ toExpress }) => (toExpress === null ? [] : [toExpress]))
  return {
    name: row.name,
    title: row.title,
    rounds: rounds.length,
    voided,
    requestsPerSecond: { median, min: Math.min(...speeds), max: Math.max(...speeds) },
    p50Ms: over(round => round.p50Ms),
    p99Ms: over(round => round.p99Ms),
    p999Ms: over(round => round.p999Ms),
    clientCpuPercent: over(round => round.clientCpuPercent),
    serverCpuPercent: overKnown(round => round.serverCpuPercent),
    serverMicros: overKnown(round => round.serverMicros),
    othersCpuPercent: overKnown(round => round.othersCpuPercent),
    toExpress: ratios.length > 0 ? medianOf(ratios) : baseline === null || baseline === 0 ? null : median / baseline,
    ...tally,
  }
}

/** `holds` is null where the run cannot tell. */
interface Claim {
  goal: typeof goal
  holds: boolean | null
  why: string
}

function claimOf(lines: Line[], coresMissing: string | null): Claim {
  if (coresMissing !== null) return { goal, holds: null, why: coresMissing }
  const ingest = lines.find(line => line.name === 'ingest')
  if (ingest === undefined || ingest.rounds === 0 || ingest.toExpress === null)
    return { goal, holds: null, why: 'no valid rounds of both ingest and express' }
  const holds = ingest.toExpress >= goal.ratio && ingest.p99Ms <= goal.p99Ms
  const why = `${ingest.toExpress.toFixed(2)} times express at a p99 of ${ingest.p99Ms.toFixed(1)} ms`
  return { goal, holds, why }
}

function sayClaim({ holds, why }: Claim): string {
  const wanted = `goal: ingest at least ${goal.ratio} times express, p99 at most ${goal.p99Ms} ms`
  return `${wanted}: ${holds === null ? 'void' : holds ? 'holds' : 'missed'} (${why})`
}

function contextOf({ options, measured, disk, strictPass, cores, coresMissing }: Measured): string[] {
  const bytes = measured.flatMap(({ rounds }) => rounds)[0]?.bodyBytes ?? 0
  const where =
    cores === null
      ? `cores not given out: ${coresMissing}`
      : `server on core ${cores.server}, client on core ${cores.client}, SOAR sandbox on core ${cores.soar}`
  const { rounds, seconds, warmupSeconds, connections } = options
  return [
    `Node ${process.version}; ${where}`,
    `${connections} keep-alive connections, closed loop; body ${bytes} bytes, signed, unique; ${rounds} alternating rounds of ${seconds} s after ${warmupSeconds} s of warm-up, ${measured[0]?.voided ?? 0} more were void`,
    `disk: ${disk.fsyncsPerSecond.toFixed(0)} fsyncs/s, p50 ${disk.p50Ms.toFixed(2)} ms, p99 ${disk.p99Ms.toFixed(2)} ms`,
    `strict pass: ${strictPass.parseStrictMicros.toFixed(1)} us a body, JSON.parse alone ${strictPass.jsonParseMicros.toFixed(1)} us`,
  ]
}

function tableOf(lines: Line[]): string[] {
  const head = [
    'row',
    'req/s',
    'min',
    'max',
    'p50 ms',
    'p99 ms',
    'p99.9 ms',
    'client %',
    'server %',
    'server us',
    'others %',
    'vs express',
    'stored',
  ]
  const cells = lines.map(line => [
    line.title,
    line.requestsPerSecond.median.toFixed(0),
    line.requestsPerSecond.min.toFixed(0),
    line.requestsPerSecond.max.toFixed(0),
    line.p50Ms.toFixed(2),
    line.p99Ms.toFixed(1),
    line.p999Ms.toFixed(1),
    line.clientCpuPercent.toFixed(0),
    line.serverCpuPercent?.toFixed(0) ?? '-',
    line.serverMicros?.toFixed(0) ?? '-',
    line.othersCpuPercent?.toFixed(0) ?? '-',
    line.toExpress?.toFixed(2) ?? '-',
    line.stored === null ? '-' : `${line.stored} of ${line.acknowledged}`,
  ])
  const widths = head.map((_, column) => Math.max(...[head, ...cells].map(row => row[column]?.length ?? 0)))
  return [head, ...cells].map(row =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  )
}
