import { ADDITIONS, CATALOG } from './catalog'
import { type Fields, isObject } from './is-object'
import { createRandom, type Random } from './random'
import { isMeantFor, readScenario, type Scenario, strikes } from './scenario'
import type { Asked, Voice } from './voice'

/** What awaits one request. */
export interface Plan {
  delayMs: number
  skewMs: number
  /** The system's own scenarios that go with any other. */
  marks: Struck[]
  ending: Struck | null
  /** What the ledger says of it. */
  told: string | null
}

export interface Struck {
  name: string
  options: Fields
  random: Random
}

/** The misbehavior asked for, in the order it was asked for. */
export interface Scenarios {
  /** Adds `{"name": …, …options}`; `clear` takes all away. Throws a `SetupError` for what it does not know. */
  add(wish: unknown): void
  /** What awaits this request; scenarios with `times` are used up by it. */
  plan(request: Asked): Plan
  active(): Fields[]
  /** Only the scenarios of the start remain, and start over. */
  reset(): void
}

export interface ScenarioParts {
  seed: number
  now: () => number
  own: Voice['own']
  initial: readonly unknown[]
}

export function createScenarios({ seed, now, own, initial }: ScenarioParts): Scenarios {
  const known = { ...CATALOG, ...own }
  let scenarios: Scenario[] = []
  let count = 0
  const add = (wish: unknown): void => {
    if (isObject(wish) && wish.name === 'clear') {
      scenarios = []
      return
    }
    const random = createRandom(seed, `scenario:${count}`)
    scenarios.push(readScenario(wish, { known, now: now(), random }))
    count += 1
  }
  const reset = (): void => {
    scenarios = []
    count = 0
    initial.forEach(add)
  }
  const isAddition = (name: string): boolean => ADDITIONS.includes(name) || own[name]?.isAddition === true
  reset()
  return {
    add,
    reset,
    plan: request => {
      const moment = now()
      const due = scenarios
        .filter(scenario => isMeantFor(scenario, request) && (own[scenario.name]?.isMeant(request) ?? true))
        .filter(scenario => strikes(scenario, moment))
      const additions = due.filter(({ name }) => isAddition(name))
      const endings = due.filter(({ name }) => !isAddition(name))
      const ending = endings.find(({ name }) => name === 'down') ?? endings[0]
      for (const scenario of ending === undefined ? additions : [...additions, ending]) scenario.left -= 1
      scenarios = scenarios.filter(({ left, endsAt }) => left > 0 && endsAt > moment)
      return describePlan(additions.map(describeStruck), ending === undefined ? null : describeStruck(ending))
    },
    active: () => scenarios.filter(({ endsAt }) => endsAt > now()).map(showScenario),
  }
}

function describePlan(additions: Struck[], ending: Struck | null): Plan {
  const plan: Plan = { delayMs: 0, skewMs: 0, marks: [], ending, told: ending?.name ?? additions[0]?.name ?? null }
  for (const addition of additions) {
    const { ms = 0, jitterMs = 0 } = addition.options as { ms?: number; jitterMs?: number }
    if (addition.name === 'latency') plan.delayMs += ms + jitterMs * addition.random.next()
    else if (addition.name === 'clock-skew') plan.skewMs += ms
    else plan.marks.push(addition)
  }
  return plan
}

function describeStruck({ name, wish, random }: Scenario): Struck {
  return { name, options: wish, random }
}

function showScenario({ wish, left }: Scenario): Fields {
  return Number.isFinite(left) ? { ...wish, times: left } : wish
}
