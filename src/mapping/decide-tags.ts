import type { Ticket } from '../domain/ticket'
import { holds } from './condition'
import { cutText } from './cut-text'
import type { Rules } from './rules'
import { readTicketValues } from './ticket-values'
import type { Tlp } from './tlp'

const maxTagLength = 128

/** The tags of the rules, sorted and each once, with what SOAR has no field for: a deletion, TLP:AMBER+STRICT. */
export function decideTags(ticket: Ticket, rules: Rules, tlp: Tlp | undefined): string[] {
  const tags = rules.container.tags.flatMap(entry => {
    if (entry.when !== undefined && !holds(entry.when, ticket)) return []
    if (entry.from !== undefined)
      return readTicketValues(ticket, entry.from).flatMap(value => partsOf(value, entry.split))
    return entry.use ?? []
  })
  if (ticket.deleted) tags.push('ticket-deleted')
  if (tlp === 'amber+strict') tags.push('tlp:amber+strict')
  return [...new Set(tags.map(tag => cutText(tag, maxTagLength)))].sort()
}

/** Lists that are one text, as ServiceNow keeps them. */
function partsOf(value: string, split: string | undefined): string[] {
  if (split === undefined) return [value]
  return value.split(split).flatMap(part => (part.trim() === '' ? [] : [part.trim()]))
}
