import type { SoarCommand } from '../domain/command'
import { planArtifacts } from './plan-artifacts'
import { type PlaybooksInput, planPlaybooks } from './plan-playbooks'

/** What the ticket asks of SOAR beside its fields and what was said there: what it shares, and playbooks. Pure. */
export function planTicketNews(input: PlaybooksInput): SoarCommand[] {
  const { decided, heard } = input
  return [...planArtifacts(decided.link, heard.ticket.effective), ...planPlaybooks(input)]
}
