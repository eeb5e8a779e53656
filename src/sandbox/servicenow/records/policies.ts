import type { Switches } from '../switches'
import type { Row, Table } from '../tables/table'
import type { Values } from './read-values'

/** One write, as the instance's policies see it. */
export interface Intent {
  table: Table
  /** Missing for a new record. */
  before?: Row
  after: Row
  journals: Values['journals']
}

const LABELS: Record<string, string> = {
  'incident.close_code': 'Resolution code',
  'incident.close_notes': 'Resolution notes',
  close_code: 'Close code',
  close_notes: 'Close notes',
  hold_reason: 'On hold reason',
  comments: 'Additional comments',
}

const STATE_RULE = 'Security Incident State Flow^5d0c5e1f0b4a32003fa3d1a7b5673a1c'

/** Why the write is aborted, in the platform's words, or undefined where it may be. */
export function refuseIntent(intent: Intent, switches: Switches): string | undefined {
  const missing = [...listMissingToClose(intent, switches), ...listMissingToHold(intent, switches)]
  if (missing.length > 0) {
    const labels = missing.map(column => LABELS[`${intent.table.name}.${column}`] ?? LABELS[column] ?? column)
    return `Data Policy Exception: The following fields are mandatory: ${labels.join(', ')}`
  }
  if (switches.refusedState !== 'abort' || !goesBack(intent, switches)) return undefined
  const [name] = STATE_RULE.split('^')
  return `Operation against file '${intent.table.name}' was aborted by Business Rule '${STATE_RULE}'. Business Rule Stack:${name}`
}

/** Security incidents go forward only, if the instance's process says so: may be skipped, never gone back. */
export function goesBack({ table, before, after }: Intent, { securityProcess }: Switches): boolean {
  const path = table.ticket?.path
  const [from = '', to = ''] = [before?.state, after.state]
  if (path === undefined || before === undefined || from === to || securityProcess === 'nist-open') return false
  const isClosed = table.ticket?.closedStates.includes(from) ?? false
  const isCancelled = !path.includes(to) && (table.ticket?.closedStates.includes(to) ?? false)
  return isClosed || (!isCancelled && path.indexOf(to) < path.indexOf(from))
}

function listMissingToClose({ table, before, after }: Intent, { closeFieldsMandatory }: Switches): string[] {
  const isExplained = table.ticket?.explainedStates.includes(after.state ?? '') ?? false
  const isReached = isExplained && before?.state !== after.state
  if (!closeFieldsMandatory || !isReached) return []
  return ['close_code', 'close_notes'].filter(column => (after[column] ?? '') === '')
}

/** Waiting for the caller, one has to tell the caller. */
function listMissingToHold(intent: Intent, { holdReasonMandatory }: Switches): string[] {
  const { table, before, after, journals } = intent
  const isReached = table.name === 'incident' && after.state === '3' && before?.state !== '3'
  if (!holdReasonMandatory || !isReached) return []
  if ((after.hold_reason ?? '') === '') return ['hold_reason']
  return after.hold_reason === '1' && !journals.comments ? ['comments'] : []
}
