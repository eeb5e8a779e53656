import { ENDINGS } from './endings'
import { Failure } from './envelope'
import type { Json, JsonObject } from './json'

/** The scenarios that go together with any other. */
const ADDITIONS = ['latency', 'artifact-partial']

/** What awaits one request. */
export interface Plan {
  delayMs: number
  /** So many inline artifacts at the end get lost. */
  lostArtifacts: number
  ending: { name: string; options: JsonObject } | null
}

/** The misbehavior asked for, in the order it was asked for. */
export interface Scenarios {
  /** Adds `{"name": …, "times"?, "method"?, "path"?, …options}`; `clear` takes all away. */
  add(wish: JsonObject): void
  /** What awaits this request; scenarios with `times` are used up by it. */
  plan(request: { method: string; path: string }): Plan
  active(): Json[]
  clear(): void
}

interface Scenario {
  name: string
  /** Null for ever. */
  left: number | null
  method: string | null
  path: string | null
  options: JsonObject
}

/** `random` (0 up to 1) decides the jitter. */
export function createScenarios(random: () => number): Scenarios {
  let scenarios: Scenario[] = []
  const use = (scenario: Scenario): Scenario => {
    if (scenario.left !== null) scenario.left -= 1
    return scenario
  }
  return {
    add(wish) {
      if (wish.name === 'clear') scenarios = []
      else scenarios.push(readScenario(wish))
    },
    plan(request) {
      const matching = scenarios.filter(scenario => isMeant(scenario, request))
      const additions = matching.filter(({ name }) => ADDITIONS.includes(name)).map(use)
      const endings = matching.filter(({ name }) => ENDINGS.has(name))
      const ending = endings.find(({ name }) => name === 'down') ?? endings[0]
      if (ending !== undefined) use(ending)
      scenarios = scenarios.filter(({ left }) => left !== 0)
      return { ...addUp(additions, random), ending: ending ?? null }
    },
    active: () =>
      scenarios.map(({ name, left, method, path, options }) => ({ name, times: left, method, path, ...options })),
    clear() {
      scenarios = []
    },
  }
}

function addUp(additions: Scenario[], random: () => number): Omit<Plan, 'ending'> {
  const plan = { delayMs: 0, lostArtifacts: 0 }
  for (const { name, options } of additions) {
    if (name === 'latency') plan.delayMs += Number(options.ms ?? 0) + random() * Number(options.jitterMs ?? 0)
    else plan.lostArtifacts += Number(options.last ?? 1)
  }
  return plan
}

function readScenario({ name, times = null, method = null, path = null, ...options }: JsonObject): Scenario {
  if (typeof name !== 'string' || !(ENDINGS.has(name) || ADDITIONS.includes(name))) {
    const known = [...ENDINGS.keys(), ...ADDITIONS, 'clear'].join(', ')
    throw new Failure(400, `No such scenario. There are: ${known}`)
  }
  const isCount = times === null || (Number.isSafeInteger(times) && Number(times) > 0)
  if (!isCount) throw new Failure(400, '"times" is a whole number of requests, at least 1')
  return {
    name,
    left: times === null ? null : Number(times),
    method: method === null ? null : String(method).toUpperCase(),
    path: path === null ? null : String(path),
    options,
  }
}

/** A path stands for itself and for all below it; inline artifacts come with `POST /rest/container` alone. */
function isMeant(scenario: Scenario, { method, path }: { method: string; path: string }): boolean {
  if (scenario.name === 'artifact-partial' && !(method === 'POST' && path === '/rest/container')) return false
  if (scenario.method !== null && scenario.method !== method) return false
  return scenario.path === null || path === scenario.path || path.startsWith(`${scenario.path.replace(/\/$/, '')}/`)
}

/** Numbers from 0 up to 1 that a seed decides (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}
