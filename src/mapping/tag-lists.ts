import type { UpdateTicket } from '../domain/command'
import type { Json } from '../domain/json'
import type { Ticket } from '../domain/ticket'
import { holds } from './condition'
import type { Rules } from './rules'
import { tagsOf } from './same-value'
import { readTicketValues } from './ticket-values'

/** What the mapping itself adds to a container: the ticket tells it in other ways. */
const ownTags = ['ticket-deleted', 'tlp:amber+strict']

/**
 * Which tags to put into the ticket's lists and which to take out. `said` are the tags the ticket maps to now: only of
 * those is any taken out, and only where tags go both ways. Lists of words hold no blanks.
 */
export function tagLists(tags: { wanted: Json; said: Json }, ticket: Ticket, rules: Rules): UpdateTicket['lists'] {
  const [wanted, said] = [tagsOf(tags.wanted), tagsOf(tags.said)]
  const lists: UpdateTicket['lists'] = {}
  for (const { when, field, ignore } of rules.toTicket.tags) {
    if (when !== undefined && !holds(when, ticket)) continue
    const isOurs = (tag: string) => !ignore.includes(tag) && !ownTags.includes(tag)
    const held = readTicketValues(ticket, field)
    const add = wanted.filter(tag => isOurs(tag) && !said.includes(tag) && !held.includes(tag) && !/\s/.test(tag))
    const mayRemove = rules.fields.tags.direction === 'both'
    const remove = mayRemove ? held.filter(tag => isOurs(tag) && said.includes(tag) && !wanted.includes(tag)) : []
    if (add.length > 0 || remove.length > 0) lists[field] = { add, remove }
  }
  return lists
}
