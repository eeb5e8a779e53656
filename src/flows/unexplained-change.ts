import type { TicketChange, TicketSnapshot } from '../domain/ticket'
import { policyOf } from '../mapping/field-policy'
import { plainValues } from '../mapping/plain-values'
import type { Rules } from '../mapping/rules'
import { sharedFields } from './expected-sides'
import { ticketFieldsOf } from './ticket-holds'

/**
 * Whether a field of which the later change counts has another value than was known, and a system that does tell when its
 * fields change told nothing of it yet: the delivery that tells it is late or lost.
 */
export function hasUnexplainedChange(
  changes: readonly TicketChange[],
  known: TicketSnapshot | undefined,
  rules: Rules,
): boolean {
  if (known === undefined) return false
  const states = changes.filter(change => change.kind === 'ticket-state')
  if (states.every(({ changedAt }) => changedAt === undefined)) return false
  const names = sharedFields
    .filter(field => policyOf(rules, field).direction === 'both' && policyOf(rules, field).conflict === 'latest')
    .flatMap(field => ticketFieldsOf(field, rules))
  return names.some(name => {
    const before = known.fields[name]
    if (before === undefined || states.some(({ changedAt }) => changedAt?.[name] !== undefined)) return false
    const said = wordsOf(before.value)
    return states.some(({ fields }) => fields[name] !== undefined && wordsOf(fields[name]) !== said)
  })
}

function wordsOf(value: Parameters<typeof plainValues>[0]): string {
  return plainValues(value).join('\n')
}
