import { BODY, CHANCE, COUNT, FLAG, INSTANT, type Kind, oneOf, SHIFT, STATUS, TEXT, TIMES, WAIT } from './option'

export interface ScenarioFacts {
  /** What happens, for people. */
  says: string
  /** Whether the request is carried out: what it asked for is there afterwards. */
  applied: 'yes' | 'no' | 'late' | 'with commit'
  options: Readonly<Record<string, { kind: Kind; says: string }>>
}

/** For which requests, and when: options of every scenario. */
export const SCHEDULE: ScenarioFacts['options'] = {
  method: { kind: TEXT, says: 'only requests with this method' },
  path: { kind: TEXT, says: 'only this path and all below it; `*` stands for one segment' },
  times: { kind: TIMES, says: 'the next so many requests; without it, until cleared' },
  after: { kind: COUNT, says: 'lets so many requests pass first' },
  probability: { kind: CHANCE, says: 'strikes by chance, which the seed decides' },
  at: { kind: INSTANT, says: 'from this time on' },
  afterMs: { kind: COUNT, says: 'from so many milliseconds from now on' },
  forMs: { kind: TIMES, says: 'for so many milliseconds from its beginning' },
}

/** The scenarios that go together with any other; of all the rest the first that fits ends a request. */
export const ADDITIONS: readonly string[] = ['latency', 'clock-skew']

/** Every way in which a sandbox can misbehave, whatever system it stands for. */
export const CATALOG: Readonly<Record<string, ScenarioFacts>> = {
  latency: {
    says: 'waits before it acts, also when the caller left meanwhile; goes with any other',
    applied: 'yes',
    options: {
      ms: { kind: COUNT, says: 'so long' },
      jitterMs: { kind: COUNT, says: 'and up to so much longer, by chance' },
    },
  },
  'clock-skew': {
    says: "the system's clock is wrong: header Date, timestamps, filters by time; goes with any other",
    applied: 'yes',
    options: { ms: { kind: SHIFT, says: 'so much ahead, or behind below 0' } },
  },
  throttle: {
    says: 'answers 429',
    applied: 'no',
    options: { retryAfter: { kind: WAIT, says: 'header Retry-After; without it none is sent' } },
  },
  error: {
    says: 'answers with a status',
    applied: 'with commit',
    options: {
      status: { kind: STATUS, says: 'default 500' },
      body: { kind: BODY, says: "default the system's own" },
      commit: { kind: FLAG, says: 'carries the request out all the same' },
    },
  },
  down: { says: 'drops every connection; comes before all others', applied: 'no', options: {} },
  'reset-before-commit': { says: 'drops the connection', applied: 'no', options: {} },
  'reset-after-commit': { says: 'drops the connection instead of answering', applied: 'yes', options: {} },
  'late-commit': {
    says: 'drops the connection, and carries the request out afterwards',
    applied: 'late',
    options: {
      ms: { kind: COUNT, says: 'so much later; default 1000' },
      hold: { kind: FLAG, says: 'leaves the caller waiting for ever instead' },
      status: { kind: STATUS, says: 'answers with this status instead' },
    },
  },
  'cut-body': {
    says: 'half of the answer',
    applied: 'yes',
    options: {
      length: {
        kind: oneOf('full', 'cut'),
        says: 'announces all of it and breaks off, or ends well-formed; default full',
      },
    },
  },
  'doubled-body': { says: 'the answer twice, one behind the other', applied: 'yes', options: {} },
  html: {
    says: 'a page for people instead of an answer',
    applied: 'no',
    options: { status: { kind: STATUS, says: 'default 200' } },
  },
  'wrong-type': {
    says: 'the right answer under a wrong Content-Type',
    applied: 'yes',
    options: { type: { kind: TEXT, says: 'default text/html' } },
  },
  unauthorized: { says: 'takes the credentials for expired, as the system does', applied: 'no', options: {} },
  forbidden: { says: 'refuses the caller for lack of permission', applied: 'no', options: {} },
  'schema-drift': {
    says: 'the answer is not quite of its shape',
    applied: 'yes',
    options: {
      drift: {
        kind: oneOf('extra-field', 'number-as-string', 'missing-field', 'null-object'),
        says: 'without it, one by chance',
      },
      field: { kind: TEXT, says: 'wherever it stands; without it, one by chance' },
    },
  },
}
