import { readNow } from './instant'
import type { Json, JsonObject } from './json'

/**
 * Something that happened to the data, or a playbook start: `<kind of object>.<what happened>`. The container is null for
 * what belongs to none; the object's own id under its kind, and further details, where they apply.
 */
export interface Effect extends JsonObject {
  effect: `${string}.${'created' | 'updated' | 'deleted' | 'duplicate' | 'triggered'}`
  container: number | null
}

/** One request as it came in; `status` stays null where the connection was dropped before an answer. */
export interface ReceivedRequest extends JsonObject {
  seq: number
  time: string
  method: string
  path: string
  query: string
  status: number | null
  /** The scenario that decided how the request ended, if one did. */
  scenario: string | null
}

/** What tests read instead of looking inside: all effects and all requests, in order. */
export interface Ledger {
  receive(request: { method: string; path: string; query: string }): ReceivedRequest
  /** `request` is the number of the request that caused the effect. */
  note(effect: Effect, request: number): void
  effects(): Json[]
  requests(): Json[]
  clear(): void
}

export function createLedger(): Ledger {
  let effects: JsonObject[] = []
  let requests: ReceivedRequest[] = []
  return {
    receive(request) {
      const entry = { seq: requests.length + 1, time: readNow(), ...request, status: null, scenario: null }
      requests.push(entry)
      return entry
    },
    note: (effect, request) => effects.push({ seq: effects.length + 1, time: readNow(), ...effect, request }),
    effects: () => effects,
    requests: () => requests,
    clear() {
      effects = []
      requests = []
    },
  }
}
