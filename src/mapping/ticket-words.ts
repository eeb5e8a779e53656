import type { Json } from '../domain/json'
import type { Ticket } from '../domain/ticket'
import { decideFields } from './container-fields'
import { decideTags } from './decide-tags'
import type { SyncedField } from './field-policy'
import type { Rules } from './rules'
import { readTlp } from './tlp'

/**
 * What the ticket says now, in SOAR's words. The label is empty where no rule decides it. Tickets tell SOAR of no reason
 * to close.
 */
export function ticketWords(ticket: Ticket, rules: Rules): Record<SyncedField, Json> {
  const tlp = readTlp(ticket, rules.tlp)
  const decided = decideFields({ ticket, rules, tlp, defaultLabel: '' })
  return {
    name: decided.name.value,
    description: decided.description.value,
    label: decided.label.value,
    severity: decided.severity.value,
    sensitivity: decided.sensitivity.value,
    status: decided.status.value,
    owner: decided.owner.value,
    dueTime: decided.dueTime.value,
    tags: decideTags(ticket, rules, tlp),
    closeReason: null,
  }
}
