import { cpus } from 'node:os'
import { medianOf } from '../load/median'
import { fewObjects, type LookUpTimes, type SandboxBenchOptions, type SearchTimes } from './bench-sandbox'

/** What issue 3 asks of the sandboxes. */
const goal = { ratio: 2, searchMs: 200 }

interface Measured {
  options: SandboxBenchOptions
  lookedUp: LookUpTimes[]
  searched: SearchTimes[]
}

/** The tables for people, then one line of JSON for machines. */
export function printReport({ options, lookedUp, searched }: Measured): void {
  const ratios = lookedUp.map(({ few, many }) => many / few)
  const claim = {
    highestRatio: Math.max(...ratios),
    slowestMedianMs: Math.max(...searched.map(({ medianMs }) => medianMs)),
    slowestMs: Math.max(...searched.map(({ slowestMs }) => slowestMs)),
    slowestServerMs: Math.max(...searched.map(({ serverMs }) => serverMs ?? Number.NaN)),
    othersCpuPercent: medianOf(searched.map(({ othersCpuPercent }) => othersCpuPercent ?? 0)),
  }
  const few = fewObjects.toLocaleString('en')
  const many = options.objects.toLocaleString('en')
  const lines = [
    `| look-up (median ms) | ${few} objects | ${many} objects | ratio |`,
    '|---|---|---|---|',
    ...lookedUp.map((row, index) => `| ${row.name} | ${ms(row.few)} | ${ms(row.many)} | ${ms(ratios[index] ?? 0)} |`),
    '',
    `| any other filter, ${many} objects (ms) | first | median | slowest | processor |`,
    '|---|---|---|---|---|',
    ...searched.map(rowOf),
    '',
    `Highest ratio ${ms(claim.highestRatio)} (goal ${goal.ratio}). Goal of the filters: ${goal.searchMs} ms; slowest median ` +
      `${ms(claim.slowestMedianMs)} ms, most processor time ${ms(claim.slowestServerMs)} ms.`,
    `Others took ${claim.othersCpuPercent.toFixed(0)} % of a core meanwhile.`,
    '',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cpus: cpus().length }
  process.stdout.write(`${JSON.stringify({ bench: 'sandbox', options, machine, lookedUp, searched, goal, claim })}\n`)
}

function rowOf({ name, firstMs, medianMs, slowestMs, serverMs }: SearchTimes): string {
  const server = serverMs === null ? '-' : ms(serverMs)
  return `| \`${name}\` | ${ms(firstMs)} | ${ms(medianMs)} | ${ms(slowestMs)} | ${server} |`
}

function ms(value: number): string {
  return value.toFixed(2)
}
