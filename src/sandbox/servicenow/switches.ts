import { isObject } from './read-object'

/** What instances differ in, or what no document tells: each can be set at the start and while it runs. */
export interface Switches {
  /** `glide.invalid_query.returns_no_rows`: a query with a part that is not understood finds nothing, not everything. */
  invalidQueryReturnsNoRows: boolean
  /** Resolving or closing needs a close code and close notes. */
  closeFieldsMandatory: boolean
  /** Putting an incident on hold needs a reason, and a comment where it is the caller who is awaited. */
  holdReasonMandatory: boolean
  /** Whether security incidents only go forward. */
  securityProcess: 'nist-stateful' | 'nist-open'
  /** What becomes of a state that may not be: the write is aborted (403), or the state stays without a word. */
  refusedState: 'abort' | 'ignore'
  /** The verdict of a threat lookup becomes the observable's finding. */
  findingsRollUp: boolean
  /** The instance sleeps: every call answers 200 with an HTML page. */
  hibernating: boolean
  /** A list that has to look at more rows is cancelled; null: never. */
  quotaRows: number | null
  /** How a cancelled list looks: 500, or 200 with rows so far and an error beside them. */
  quotaAnswer: 'error' | 'partial'
  /** Calls that an hour allows, by the beginning of their path. */
  rateLimits: readonly RateLimit[]
  /** Seconds an access token lives, and a refresh token. */
  tokenLifeS: number
  refreshLifeS: number
  /** What a bad access token is told: as any wrong login, or in the words of OAuth. */
  tokenError: 'platform' | 'oauth'
  /** Basic is refused for the integration user, as hardened instances do. */
  refusesBasic: boolean
  /** Largest attachment (`com.glide.attachment.max_size`). */
  attachmentMaxBytes: number
  /** Endings of file names that may be attached (`glide.attachment.extensions`); empty: all. */
  attachmentExtensions: readonly string[]
}

export interface RateLimit {
  perHour: number
  /** `/api/now/table/incident`; without it, every call counts. */
  path?: string
}

export const USUAL_SWITCHES: Switches = {
  invalidQueryReturnsNoRows: false,
  closeFieldsMandatory: true,
  holdReasonMandatory: false,
  securityProcess: 'nist-stateful',
  refusedState: 'abort',
  findingsRollUp: true,
  hibernating: false,
  quotaRows: null,
  quotaAnswer: 'error',
  rateLimits: [],
  tokenLifeS: 1799,
  refreshLifeS: 8_640_000,
  tokenError: 'platform',
  refusesBasic: false,
  attachmentMaxBytes: 1024 ** 3,
  attachmentExtensions: [],
}

/** The switches as they stand. */
export interface Switchboard {
  read(): Switches
  set(changes: Partial<Switches>): void
  /** Back to those of the start. */
  clear(): void
}

export function createSwitchboard(initial: Partial<Switches>): Switchboard {
  const start = { ...USUAL_SWITCHES, ...initial }
  let current = start
  return {
    read: () => current,
    set: changes => {
      current = { ...current, ...changes }
    },
    clear: () => {
      current = start
    },
  }
}

const WORDS: Partial<Record<keyof Switches, readonly string[]>> = {
  securityProcess: ['nist-stateful', 'nist-open'],
  refusedState: ['abort', 'ignore'],
  quotaAnswer: ['error', 'partial'],
  tokenError: ['platform', 'oauth'],
}

/** The switches a control request sets, or the name of what is wrong with it. */
export function readSwitches(body: unknown): Partial<Switches> | string {
  if (!isObject(body)) return 'switches are a JSON object'
  const wrong = Object.entries(body).find(([name, value]) => !isSetting(name, value))
  return wrong === undefined ? (body as Partial<Switches>) : `${wrong[0]} is no switch, or cannot be set to that`
}

function isSetting(name: string, value: unknown): boolean {
  if (!isSwitch(name)) return false
  const usual = USUAL_SWITCHES[name]
  if (name === 'rateLimits') return Array.isArray(value) && value.every(isRateLimit)
  if (Array.isArray(usual)) return Array.isArray(value) && value.every(item => typeof item === 'string')
  if (typeof usual === 'string') return WORDS[name]?.includes(String(value)) ?? false
  if (typeof usual === 'boolean') return typeof value === 'boolean'
  return isCount(value) || (usual === null && value === null)
}

function isSwitch(name: string): name is keyof Switches {
  return Object.hasOwn(USUAL_SWITCHES, name)
}

function isRateLimit(value: unknown): boolean {
  return isObject(value) && isCount(value.perHour) && ['string', 'undefined'].includes(typeof value.path)
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}
