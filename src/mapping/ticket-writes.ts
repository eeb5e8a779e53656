import type { Json } from '../domain/json'
import type { Ticket } from '../domain/ticket'
import { holds } from './condition'
import type { Rules } from './rules'
import type { Condition } from './rules-basics'

/** Fields of which each value of SOAR is one value in each of some fields of the ticket. */
export const writtenFields = ['name', 'description', 'label', 'severity', 'sensitivity', 'owner', 'dueTime'] as const
export type WrittenField = (typeof writtenFields)[number]

/** One field of the ticket, what it should hold, and the rule that says so. */
export interface TicketWrite {
  field: string
  value: string | null
  rule: string
}

interface Entry {
  when?: Condition | undefined
  field: string
}

/** What the rules write for a value, whatever the ticket holds now. */
export function ticketWrites(
  { field, value }: { field: WrittenField; value: Json },
  ticket: Ticket,
  rules: Rules,
): TicketWrite[] {
  const text = typeof value === 'string' ? value : null
  const back = rules.toTicket
  const write = <Kind extends Entry>(entries: readonly Kind[], say: (entry: Kind) => string | null | undefined) =>
    entries.flatMap((entry, index): TicketWrite[] => {
      if (entry.when !== undefined && !holds(entry.when, ticket)) return []
      const said = say(entry)
      return said === undefined ? [] : [{ field: entry.field, value: said, rule: `toTicket.${field}[${index}]` }]
    })
  if (field === 'name') return write(back.name, () => withoutKey(text ?? '', ticket))
  if (field === 'description') return write(back.description, () => text ?? '')
  if (field === 'owner') return write(back.owner, entry => nameOf(text, entry))
  if (field === 'dueTime') return write(back.dueTime, entry => (text === null ? null : timeOf(text, entry.as)))
  return write(back[field], entry => lookUpWord(entry.values, text ?? ''))
}

/** The key stands before the name in SOAR, and the ticket has it anyway; a ticket without a name would be refused. */
function withoutKey(name: string, { key }: Ticket): string | undefined {
  const bare = (name.startsWith(`${key}: `) ? name.slice(key.length + 2) : name).trim()
  return bare === '' || bare === key ? undefined : bare
}

function nameOf(
  owner: string | null,
  { names, onlyNamed }: { names: Readonly<Record<string, string>>; onlyNamed: boolean },
): string | null | undefined {
  if (owner === null) return null
  return lookUpWord(names, owner) ?? (onlyNamed ? undefined : owner)
}

/** ISO 8601 in UTC as the field takes it; what is no time is not written. */
function timeOf(iso: string, form: 'date' | 'date-time' | 'iso'): string | undefined {
  if (Number.isNaN(Date.parse(iso))) return undefined
  const time = new Date(iso).toISOString()
  if (form === 'date') return time.slice(0, 10)
  return form === 'iso' ? time : time.slice(0, 19).replace('T', ' ')
}

/** Words compare without case. */
export function lookUpWord(values: Readonly<Record<string, string>>, word: string): string | undefined {
  const wanted = word.trim().toLowerCase()
  return Object.entries(values).find(([name]) => name.trim().toLowerCase() === wanted)?.[1]
}
