import type { Audience } from '../domain/command'
import type { Sensitivity } from '../domain/container'
import type { Link } from '../domain/link'
import { type Judged, judgeText } from '../mapping/audience'
import type { Rules } from '../mapping/rules'
import { findTlp, readTlp, type Tlp } from '../mapping/tlp'
import { sensitivityOf } from './hear-container'
import { ticketOfLink } from './ticket-of-link'
import type { LinkSource } from './ticket-source'

export interface JudgeInput {
  source: Pick<LinkSource, 'rules' | 'connector'>
  link: Link
  /** Who reads it in the ticket. */
  audience: Audience
}

/**
 * Judges texts for the ticket of a link, by their own markings, the ticket's, and the container's sensitivity. A ticket
 * that is marked mildly makes no text milder: what bears no marking itself stays unmarked.
 */
export function createJudge(input: JudgeInput): (text: string) => Judged {
  return createJudgeOf(input, sensitivityOf(input.link))
}

/** The same with the sensitivity of what the texts stand in. */
export function createJudgeOf(
  { source, link, audience }: JudgeInput,
  sensitivity: Sensitivity | null,
): (text: string) => Judged {
  const { rules } = source
  const ofTicket = readTlp(ticketOfLink(link, source), rules.tlp)
  return text => judgeText(text, { markings: markingsOf(text, ofTicket, rules), sensitivity, audience, rules })
}

function markingsOf(text: string, ofTicket: Tlp | undefined, { audience }: Rules): Tlp[] {
  if (ofTicket === undefined) return []
  return findTlp(text).length > 0 ? [ofTicket] : [ofTicket, audience.unmarked]
}
