import { isObject } from './read-object'

const NAMES = [
  'latency',
  'throttle',
  'error',
  'html',
  'reset-before-commit',
  'reset-after-commit',
  'cut-body',
  'unauthorized',
  'forbidden',
  'down',
] as const

/** One way to misbehave, for the requests it fits. */
export interface Scenario {
  name: (typeof NAMES)[number]
  /** How often; without it, until cleared. */
  times?: number
  method?: string
  /** Stands for itself and for all below it. */
  path?: string
  /** `latency`. */
  ms?: number
  jitterMs?: number
  /** `throttle`: as in the header Retry-After; without it, none is sent. */
  retryAfter?: number | string
  /** `error`. */
  status?: number
}

/** The scenario in a control request, or what is wrong with it. */
export function readScenario(body: unknown): Scenario | string {
  if (!isObject(body)) return 'a scenario is a JSON object'
  const name = NAMES.find(known => known === body.name)
  if (name === undefined) return `name must be one of ${NAMES.join(', ')}, clear`
  const wrong = ['times', 'ms', 'jitterMs', 'status'].find(key => body[key] !== undefined && !isCount(body[key]))
  if (wrong !== undefined || body.times === 0) return `${wrong ?? 'times'} must be a whole number, times at least 1`
  return { ...(body as Partial<Scenario>), name }
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}
