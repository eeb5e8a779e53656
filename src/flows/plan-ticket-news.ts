import type { SoarCommand } from '../domain/command'
import { type ArtifactsPlan, planArtifacts } from './plan-artifacts'
import { type PlaybooksInput, planPlaybooks } from './plan-playbooks'

export interface TicketNewsPlan {
  commands: SoarCommand[]
  /** Why something stays in the ticket. */
  decisions: ArtifactsPlan['decisions']
}

/** What the ticket asks of SOAR beside its fields and what was said there: what it shares, and playbooks. Pure. */
export function planTicketNews(input: PlaybooksInput): TicketNewsPlan {
  const { source, decided, heard } = input
  const { commands, decisions } = planArtifacts({ source, link: decided.link }, heard.ticket.effective)
  return { commands: [...commands, ...planPlaybooks(input)], decisions }
}
