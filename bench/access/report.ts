import { cpus } from 'node:os'
import { medianOf } from '../load/median'
import type { AccessBenchOptions } from './bench-access'
import type { Flood } from './flood'
import type { TimedWay } from './time-way'

/** What issue 4 asks; beyond the most noise a run shows nothing. */
const goal = { megabytes: 300, mostNoise: 0.1 }

interface Measured {
  options: AccessBenchOptions
  timed: TimedWay[]
  flooded: Flood
}

interface WayClaim {
  name: string
  /** Median of the rounds' ratios. */
  ratio: number
  /** By how much the same request differed from itself, in the median round. */
  noise: number
  holds: boolean | null
}

/** The tables for people, then one line of JSON for machines; answers whether every goal was met. */
export function printReport({ options, timed, flooded }: Measured): boolean {
  const ways = timed.map(claimOf)
  const megabytes = flooded.peakBytes === null ? null : flooded.peakBytes / 1e6
  const memory = { megabytes, holds: megabytes === null ? null : megabytes < goal.megabytes }
  const lines = [
    '| way in (ms) | unknown p50 | p99 | wrong p50 | p99 | ratio | noise | |',
    '|---|---|---|---|---|---|---|---|',
    ...timed.map((way, index) => rowOf(way, ways[index] as WayClaim)),
    '',
    `| ${flooded.parallel} parallel Basic requests | MB |`,
    '|---|---|',
    `| most memory before | ${megabytesOf(flooded.peakBytesBefore)} |`,
    `| most memory (goal below ${goal.megabytes}) | ${megabytesOf(flooded.peakBytes)} |`,
    '',
    `Answers: ${Object.entries(flooded.answers)
      .map(([status, count]) => `${count} × ${status}`)
      .join(', ')}.`,
    '',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cpus: cpus().length }
  const times = timed.map(({ name, rounds, times: { unknown, wrong } }) => ({
    ...{ name, rounds, unknown: unknown.percentiles(), wrong: wrong.percentiles() },
  }))
  process.stdout.write(
    `${JSON.stringify({ bench: 'access', options, machine, times, flooded, goal, claim: { ways, memory } })}\n`,
  )
  return [...ways, memory].every(({ holds }) => holds === true)
}

function claimOf({ name, rounds }: TimedWay): WayClaim {
  const ratio = medianOf(rounds.map(round => round.ratio))
  const noise = medianOf(rounds.map(round => round.noise))
  return { name, ratio, noise, holds: noise > goal.mostNoise ? null : Math.abs(ratio - 1) <= noise }
}

function rowOf({ name, times }: TimedWay, { ratio, noise, holds }: WayClaim): string {
  const [unknown, wrong] = [times.unknown.percentiles(), times.wrong.percentiles()]
  const cells = [unknown.p50Ms, unknown.p99Ms, wrong.p50Ms, wrong.p99Ms].map(ms => ms.toFixed(2))
  const verdict = holds === null ? 'too noisy to tell' : holds ? 'within noise' : 'beyond noise'
  return `| ${name} | ${cells.join(' | ')} | ${ratio.toFixed(4)} | ± ${noise.toFixed(4)} | ${verdict} |`
}

function megabytesOf(bytes: number | null): string {
  return bytes === null ? 'unknown' : (bytes / 1e6).toFixed(0)
}
