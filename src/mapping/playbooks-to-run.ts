import type { RunPlaybook } from '../domain/command'
import type { Ticket } from '../domain/ticket'
import { holds } from './condition'
import type { Rules } from './rules'
import type { Occasion } from './rules-sharing'

/** A playbook, and the rule that starts it. */
export interface PlaybookToRun extends Pick<RunPlaybook, 'playbook' | 'scope'> {
  rule: string
}

/** Which playbooks the rules start for what happened to a ticket; each once, in the order of the rules. */
export function playbooksToRun(ticket: Ticket, happened: readonly Occasion[], rules: Rules): PlaybookToRun[] {
  const runs = new Map<string, PlaybookToRun>()
  for (const [index, { when, run, on, scope }] of rules.playbooks.entries()) {
    if (runs.has(run) || !on.some(occasion => happened.includes(occasion))) continue
    if (when !== undefined && !holds(when, ticket)) continue
    runs.set(run, { playbook: run, scope, rule: `playbooks[${index}]` })
  }
  return [...runs.values()]
}
