import type { Json, JsonObject } from '../../../domain/json'

/** Where a run or an action stands. `unknown`: a word that SOAR is not known to say; it is taken for unfinished. */
export type RunState = 'pending' | 'running' | 'success' | 'failed' | 'cancelled' | 'unknown'

/** SOAR's words, those of the training dialect, and variants that were seen (soar.md sections 8, 9, 13). */
const words = new Map<Json | undefined, RunState>([
  ['pending', 'pending'],
  ['running', 'running'],
  ['in_progress', 'running'],
  ['success', 'success'],
  ['completed', 'success'],
  ['failed', 'failed'],
  ['failure', 'failed'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
])

/** What was canceled is `failed` in SOAR, with a text in `cancelled`. */
export function stateOf({ status, cancelled }: JsonObject): RunState {
  const state = words.get(status) ?? 'unknown'
  const isCancelled = typeof cancelled === 'string' ? cancelled.trim() !== '' : cancelled === true
  return state === 'failed' && isCancelled ? 'cancelled' : state
}

export function isOver(state: RunState): boolean {
  return state === 'success' || state === 'failed' || state === 'cancelled'
}
