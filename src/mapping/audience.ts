import type { Audience } from '../domain/command'
import type { Sensitivity } from '../domain/container'
import type { Rules } from './rules'
import { findTlp, strictest, type Tlp } from './tlp'

/** What may leave for the ticket; `reason` is for the timeline and holds nothing of the text. */
export type Judged = { verdict: 'allow' | 'redact'; text: string; reason: string } | { verdict: 'hold'; reason: string }

export interface AudienceFacts {
  /** All that were found in what the text belongs to; none means unmarked. */
  markings: readonly Tlp[]
  /** Of the container; null where SOAR was not heard. */
  sensitivity: Sensitivity | null
  /** Who reads it in the ticket. */
  audience: Audience
  rules: Rules
}

const levelOfSensitivity: Record<Sensitivity, Tlp> = { white: 'clear', green: 'green', amber: 'amber', red: 'red' }

/**
 * Whether a text of SOAR may stand in the ticket. The strictest of all markings counts, those in the text itself
 * included, and the container's sensitivity; what bears no marking counts as the rules say, AMBER by default.
 */
export function judgeText(text: string, { markings, sensitivity, audience, rules }: AudienceFacts): Judged {
  const found = [...markings, ...findTlp(text)]
  const marked = strictest(found) ?? rules.audience.unmarked
  const level = strictest(sensitivity === null ? [marked] : [marked, levelOfSensitivity[sensitivity]]) ?? 'red'
  const verdict = rules.audience[audience][level]
  const name = `TLP:${level.toUpperCase()}`
  const reason = `${name} for ${audience === 'customer' ? 'customers' : 'people who work on the ticket'}: ${verdict}`
  if (verdict === 'hold') return { verdict, reason }
  if (verdict === 'allow') return { verdict, text, reason }
  return { verdict, text: `This text is marked ${name} and is not shown here. It can be read in Splunk SOAR.`, reason }
}
