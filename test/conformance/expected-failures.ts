/** A scenario, and how a connector must take it. */
export interface Case {
  scenario: { name: string; [option: string]: unknown }
  /** What a read raises; null where it succeeds all the same. */
  read: Raised | null
  /** What a write raises, where that differs; a write has an effect of its own. */
  write?: (Raised & { effect: 'none' | 'unknown' }) | null
  /** How many things a write leaves; 1 where it succeeds. */
  leaves?: 0 | 1
}

interface Raised {
  kind: 'unavailable' | 'denied' | 'rejected'
  code: string
}

const failing = (code: string): Raised => ({ kind: 'unavailable', code })
const writing = (code: string, effect: 'none' | 'unknown' = 'unknown') => ({ ...failing(code), effect })

/**
 * Every scenario that each sandbox knows. A read never has an effect. Only what proves that nothing was applied has none
 * for a write either: a 429, a refused credential, a refusal by the system itself.
 */
export const cases: Case[] = [
  { scenario: { name: 'latency', ms: 1, jitterMs: 1 }, read: null, leaves: 1 },
  { scenario: { name: 'clock-skew', ms: 3_600_000 }, read: null, leaves: 1 },
  {
    scenario: { name: 'throttle', retryAfter: 30 },
    read: failing('throttled'),
    write: writing('throttled', 'none'),
    leaves: 0,
  },
  { scenario: { name: 'throttle' }, read: failing('throttled'), write: writing('throttled', 'none'), leaves: 0 },
  {
    scenario: { name: 'error', status: 500 },
    read: failing('server-error'),
    write: writing('server-error'),
    leaves: 0,
  },
  ...[502, 503, 504].map((status): Case => {
    return { scenario: { name: 'error', status }, read: failing('gateway'), write: writing('gateway'), leaves: 0 }
  }),
  {
    scenario: { name: 'error', status: 502, commit: true },
    read: failing('gateway'),
    write: writing('gateway'),
    leaves: 1,
  },
  ...(['down', 'reset-before-commit'] as const).map((name): Case => {
    return { scenario: { name }, read: failing('connection-reset'), write: writing('connection-reset'), leaves: 0 }
  }),
  {
    scenario: { name: 'reset-after-commit' },
    read: failing('connection-reset'),
    write: writing('connection-reset'),
    leaves: 1,
  },
  {
    scenario: { name: 'late-commit', ms: 1 },
    read: failing('connection-reset'),
    write: writing('connection-reset'),
    leaves: 1,
  },
  {
    scenario: { name: 'late-commit', ms: 1, status: 504 },
    read: failing('gateway'),
    write: writing('gateway'),
    leaves: 1,
  },
  { scenario: { name: 'cut-body' }, read: failing('connection-reset'), write: writing('connection-reset'), leaves: 1 },
  ...[{ name: 'cut-body', length: 'cut' }, { name: 'doubled-body' }, { name: 'wrong-type' }].map((scenario): Case => {
    return { scenario, read: failing('unreadable-answer'), write: writing('unreadable-answer'), leaves: 1 }
  }),
  { scenario: { name: 'html' }, read: failing('unreadable-answer'), write: writing('unreadable-answer'), leaves: 0 },
  {
    scenario: { name: 'forbidden' },
    read: { kind: 'denied', code: 'forbidden' },
    write: { kind: 'denied', code: 'forbidden', effect: 'none' },
    leaves: 0,
  },
  { scenario: { name: 'schema-drift', drift: 'extra-field' }, read: null, leaves: 1 },
]

/** How the systems refuse a credential differs; the failure is the same. */
export const expired = { name: 'unauthorized' }

/** Taken apart by tests of their own. */
export const treatedApart = ['unauthorized', 'schema-drift']

export function titleOf({ name, ...options }: Case['scenario']): string {
  const told = Object.entries(options).map(([option, value]) => `${option} ${String(value)}`)
  return [name, ...told].join(', ')
}
