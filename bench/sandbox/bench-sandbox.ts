import { performance } from 'node:perf_hooks'
import { startChild } from '../load/child'
import { openCpuWindow } from '../load/cpu-window'
import { medianOf } from '../load/median'
import { lookUps, type Question, searches } from './questions'
import { printReport } from './report'

export interface SandboxBenchOptions {
  /** Objects of each kind in the larger of the two sandboxes. */
  objects: number
  /** Samples of each look-up at each size. */
  samples: number
}

export const fewObjects = 1_000

/** Times in milliseconds, as a client sees them. */
export interface LookUpTimes {
  name: string
  few: number
  many: number
}
export interface SearchTimes {
  name: string
  /** Before anything is warm. */
  firstMs: number
  medianMs: number
  slowestMs: number
  /** Processor time of the sandbox for each request; steadier than the others on a busy machine. Null where unknown. */
  serverMs: number | null
  /** Of one core. */
  othersCpuPercent: number | null
}

interface Sandbox {
  url: string
  token: string
  pid: number
}

const searchesEach = 9

/** Look-ups at two sizes in turn, so that a slow moment of the machine hits both; then every other filter at the larger. */
export async function benchSandbox(options: SandboxBenchOptions): Promise<void> {
  const children = [fewObjects, options.objects].map(objects =>
    startChild('sandbox/serve-filled.js', { objects }, undefined),
  )
  const sandboxes: Sandbox[] = []
  for (const child of children) sandboxes.push({ ...(await child.readLine<Sandbox>(120_000)), pid: child.pid })
  const [few, many] = sandboxes
  if (few === undefined || many === undefined) throw new Error('a sandbox is missing')
  const searched: SearchTimes[] = []
  for (const question of searches) searched.push(await timeSearch(question, many))
  const lookedUp: LookUpTimes[] = []
  for (const question of lookUps) lookedUp.push(await timeLookUp(question, { few, many, samples: options.samples }))
  for (const child of children) await child.end(1_000)
  printReport({ options, lookedUp, searched })
}

async function timeLookUp(
  question: Question,
  { few, many, samples }: { few: Sandbox; many: Sandbox; samples: number },
): Promise<LookUpTimes> {
  const times: { few: number[]; many: number[] } = { few: [], many: [] }
  for (let sample = -samples; sample < samples; sample += 1) {
    const n = 1 + ((Math.abs(sample) * 37) % (fewObjects - 20))
    const atFew = await time(few, question.path(n))
    const atMany = await time(many, question.path(n))
    // The first half warms both up.
    if (sample < 0) continue
    times.few.push(atFew)
    times.many.push(atMany)
  }
  return { name: question.name, few: medianOf(times.few), many: medianOf(times.many) }
}

async function timeSearch(question: Question, sandbox: Sandbox): Promise<SearchTimes> {
  const path = question.path(1)
  const firstMs = await time(sandbox, path)
  const times: number[] = []
  const closeWindow = openCpuWindow(sandbox.pid)
  for (let sample = 0; sample < searchesEach; sample += 1) times.push(await time(sandbox, path))
  const { ms, serverCpuPercent, othersCpuPercent } = closeWindow()
  return {
    name: question.name,
    firstMs,
    medianMs: medianOf(times),
    slowestMs: Math.max(firstMs, ...times),
    serverMs: serverCpuPercent === null ? null : (serverCpuPercent / 100) * (ms / searchesEach),
    othersCpuPercent,
  }
}

async function time({ url, token }: Sandbox, path: string): Promise<number> {
  const start = performance.now()
  const response = await fetch(url + path, { headers: { 'ph-auth-token': token } })
  const body = await response.text()
  if (response.status !== 200) throw new Error(`${path} was answered ${response.status}: ${body.slice(0, 200)}`)
  return performance.now() - start
}
