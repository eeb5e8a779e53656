import type { Observable } from '../domain/observable'
import type { TicketChange, TicketStateChange } from '../domain/ticket'
import { createAllowList } from './allow-list'
import { readField } from './field-path'
import { sortObservables } from './observable-key'
import { isRecordId, plainValues } from './plain-values'
import type { Rules } from './rules'
import { scanText } from './scan/scan-text'

/**
 * All observables that the changes name, each once and in the order of their keys. Every text of every change counts,
 * also of those that later ones overtook: what was seen once stays seen. `ownIds` (the ticket's id and key) are none, and
 * what the bridge wrote itself (`isOwn`) names none.
 */
export function extractFromChanges(
  changes: readonly TicketChange[],
  rules: Rules,
  own: { ownIds: readonly string[]; isOwn(comment: { id: string; text: string }): boolean },
): Observable[] {
  const ownIds = new Set(own.ownIds.map(id => id.toLowerCase()))
  const { admits } = createAllowList(rules.observables)
  const found = changes.flatMap(change => extractFromChange(change, rules.observables, own.isOwn))
  return sortObservables(found.filter(one => !ownIds.has(one.value.toLowerCase()) && admits(one)))
}

function extractFromChange(
  change: TicketChange,
  rules: Rules['observables'],
  isOwn: (comment: { id: string; text: string }) => boolean,
): Observable[] {
  if (change.kind === 'comment') {
    const { id, body = '' } = change
    return isOwn({ id, text: body }) ? [] : scanText(body, rules)
  }
  if (change.kind !== 'ticket-state') return []
  const texts = rules.textFields.flatMap(path => valuesOf(change, path))
  const hosts = rules.hostFields.flatMap(path => valuesOf(change, path)).flatMap(splitNames)
  const users = rules.userFields.flatMap(path => valuesOf(change, path))
  return [
    ...texts.flatMap(text => scanText(text, rules)),
    ...hosts.map(host => ({ type: 'hostname' as const, value: host.toLowerCase() })),
    ...users.filter(isName).map(user => ({ type: 'username' as const, value: user })),
  ]
}

function valuesOf(change: TicketStateChange, path: string): string[] {
  return plainValues(readField(change.fields, path))
}

/** Host fields are often free text with several names. */
function splitNames(text: string): string[] {
  return text.split(/[\s,;]/).filter(isName)
}

function isName(text: string): boolean {
  return text !== '' && text.length <= 255 && !isRecordId(text)
}
