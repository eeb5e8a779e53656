import type { Sensitivity } from '../domain/container'
import type { Ticket } from '../domain/ticket'
import { readTicketValues } from './ticket-values'

/** Mildest first. */
export const tlpLevels = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const
/** Traffic Light Protocol 2.0 (first.org/tlp), mildest first. */
export type Tlp = (typeof tlpLevels)[number]

const words = new Map<string, Tlp>([['white', 'clear'], ...tlpLevels.map(level => [level, level] as const)])

/** What may follow `tlp`; markup such as `*RED*`, `** **RED` or `{color:red}RED` stands in between at times. */
const markingPattern = /^([\s:_*[(|`"'~-]{1,8}(?:\{[^{}]{0,30}\}[*_]?)?)([a-z]{1,20})(?:[+\s_-]{1,3}(strict)\b)?/

/** SOAR has no AMBER+STRICT: the stricter neighbour stands in, and a tag keeps the word. */
export const sensitivityOfTlp: Record<Tlp, Sensitivity> = {
  clear: 'white',
  green: 'green',
  amber: 'amber',
  'amber+strict': 'red',
  red: 'red',
}

/**
 * The strictest marking of a ticket, or undefined where it bears none. `texts` are searched for `TLP:<word>`;
 * `fields` hold the bare word. An unknown word counts as red: who marks means to protect.
 */
export function readTlp(
  ticket: Ticket,
  places: { texts: readonly string[]; fields: readonly string[] },
): Tlp | undefined {
  const marked = places.texts.flatMap(path => readTicketValues(ticket, path)).flatMap(findTlp)
  const chosen = places.fields.flatMap(path => readTicketValues(ticket, path)).map(readWord)
  return strictest([...marked, ...chosen])
}

export function strictest(found: readonly Tlp[]): Tlp | undefined {
  return tlpLevels.findLast(level => found.includes(level))
}

/** A field's own word, with or without the prefix. */
function readWord(text: string): Tlp {
  return strictest(findTlp(text)) ?? words.get(text.toLowerCase().replace(/[\s_-]strict$/, '+strict')) ?? 'red'
}

/** Every marking in a text. After a colon any word counts; after a blank, dash or underscore only a known one. */
export function findTlp(text: string): Tlp[] {
  // What nobody sees parts no marking.
  const folded = text.replace(/\p{Cf}/gu, '').toLowerCase()
  const found: Tlp[] = []
  for (let at = folded.indexOf('tlp'); at !== -1; at = folded.indexOf('tlp', at + 3)) {
    if (/[a-z0-9]/.test(folded.charAt(at - 1))) continue
    const match = markingPattern.exec(folded.slice(at + 3, at + 80))
    if (match === null) continue
    const [, separator = '', word = '', strict] = match
    const known = words.get(word === 'amber' && strict !== undefined ? 'amber+strict' : word)
    if (known !== undefined) found.push(known)
    else if (separator.includes(':')) found.push('red')
  }
  return found
}
