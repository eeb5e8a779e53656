import { SCHEDULE, type ScenarioFacts } from './catalog'
import { type Fields, isObject } from './is-object'
import type { Random } from './random'
import { SetupError } from './setup-error'
import type { Asked } from './voice'

/** One way to misbehave, asked for. */
export interface Scenario {
  name: string
  /** As asked for, the name included. */
  wish: Fields
  /** How often it still strikes. */
  left: number
  /** Requests it was meant for so far. */
  seen: number
  startsAt: number
  endsAt: number
  random: Random
}

export interface Reading {
  known: Readonly<Record<string, ScenarioFacts>>
  /** Epoch milliseconds. */
  now: number
  random: Random
}

/** Reads `{"name": …, …options}`; throws a `SetupError` that names what is wrong. */
export function readScenario(wish: unknown, { known, now, random }: Reading): Scenario {
  if (!isObject(wish)) throw new SetupError('a scenario is a JSON object with a name')
  const { name, ...options } = wish
  const facts = typeof name === 'string' && Object.hasOwn(known, name) ? known[name] : undefined
  if (facts === undefined) throw new SetupError(`no such scenario; there are: ${Object.keys(known).join(', ')}, clear`)
  const taken = { ...facts.options, ...SCHEDULE }
  for (const [option, value] of Object.entries(options)) {
    const kind = Object.hasOwn(taken, option) ? taken[option]?.kind : undefined
    if (kind === undefined)
      throw new SetupError(`${name} has no option ${option}, but ${Object.keys(taken).join(', ')}`)
    if (!kind.holds(value)) throw new SetupError(`${option} of ${name} must be ${kind.takes}`)
  }
  const { times, at, afterMs, forMs } = options as { times?: number; at?: string; afterMs?: number; forMs?: number }
  const startsAt = (at === undefined ? now : Date.parse(at)) + (afterMs ?? 0)
  return {
    name: name as string,
    wish: typeof options.method === 'string' ? { ...wish, method: options.method.toUpperCase() } : wish,
    left: times ?? Number.POSITIVE_INFINITY,
    seen: 0,
    startsAt,
    endsAt: startsAt + (forMs ?? Number.POSITIVE_INFINITY),
    random,
  }
}

/** A path stands for itself and for all below it. */
export function isMeantFor({ wish }: Scenario, { method, path }: Asked): boolean {
  if (wish.method !== undefined && wish.method !== method) return false
  if (wish.path === undefined) return true
  const segments = path.split('/')
  const wanted = String(wish.path).replace(/\/$/, '').split('/')
  return wanted.every((segment, index) => segment === segments[index] || (segment === '*' && index < segments.length))
}

/** Whether it strikes this request, which it is meant for. Chance is asked for each, so that no other decides the next. */
export function strikes(scenario: Scenario, now: number): boolean {
  const { after = 0, probability = 1 } = scenario.wish as { after?: number; probability?: number }
  scenario.seen += 1
  const isLucky = probability === 1 || scenario.random.next() < probability
  return isLucky && scenario.seen > after && now >= scenario.startsAt && now < scenario.endsAt
}
