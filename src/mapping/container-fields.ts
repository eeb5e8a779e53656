import type { ContainerFields, Sensitivity } from '../domain/container'
import type { Ticket } from '../domain/ticket'
import { choose } from './choose'
import { cutText } from './cut-text'
import { readTime } from './read-time'
import type { Rules } from './rules'
import { renderEach, renderTemplate } from './template'
import { readFirst } from './ticket-values'
import { sensitivityOfTlp, type Tlp } from './tlp'
import { defaultSeverity, defaultStatus } from './words'

/** A value and the rule that decided it: a path in the rules file, `tlp` for a marking, or `default`. */
export interface Decided<Value> {
  value: Value
  rule: string
}

export type DecidedFields = { [Field in Exclude<keyof ContainerFields, 'tags'>]: Decided<ContainerFields[Field]> }

const maxNameLength = 255
const maxDescriptionLength = 32_000
const mildestFirst: readonly Sensitivity[] = ['white', 'green', 'amber', 'red']

interface Deciding {
  ticket: Ticket
  rules: Rules
  tlp: Tlp | undefined
  defaultLabel: string
}

/** Decides each field of the container but its tags. */
export function decideFields(deciding: Deciding): DecidedFields {
  const { ticket, rules } = deciding
  const times = rules.container
  return {
    name: { value: nameOf(ticket, rules), rule: 'container.name' },
    description: { value: descriptionOf(ticket, rules), rule: 'container.description' },
    label: decideWord(deciding, 'label', deciding.defaultLabel),
    severity: decideWord(deciding, 'severity', defaultSeverity),
    sensitivity: decideSensitivity(deciding),
    status: decideWord(deciding, 'status', defaultStatus),
    owner: decideOwner(deciding),
    dueTime: decideTime(deciding, { field: 'dueTime', paths: times.dueTime, dateMeans: 'end-of-day' }),
    startTime: decideTime(deciding, { field: 'startTime', paths: times.startTime, dateMeans: 'start-of-day' }),
    customFields: { value: renderEach(rules.container.customFields, ticket), rule: 'container.customFields' },
  }
}

/** One line. Where a part is missing, the punctuation that led to it goes too: the key alone names a ticket without summary. */
function nameOf(ticket: Ticket, rules: Rules): string {
  const { text, placeholders, filled } = renderTemplate(rules.container.name, ticket)
  const line = cutText(text, 4 * maxNameLength)
    .replace(/\s+/g, ' ')
    .trim()
  const whole = filled < placeholders ? line.replace(/^[ :|–-]+/, '').replace(/[ :|–-]{1,10}$/, '') : line
  return cutText(whole === '' ? ticket.key : whole, maxNameLength)
}

function descriptionOf(ticket: Ticket, rules: Rules): string {
  return cutText(renderTemplate(rules.container.description, ticket).text, maxDescriptionLength)
}

function decideWord(
  { ticket, rules }: Deciding,
  field: 'label' | 'severity' | 'status',
  fallback: string,
): Decided<string> {
  const chosen = choose(rules.container[field], ticket)
  if (chosen === undefined) return { value: fallback, rule: 'default' }
  return { value: chosen.word, rule: `container.${field}[${chosen.index}]` }
}

/** A rule and a marking in the ticket may both speak; the stricter wins, since what leaked cannot be called back. */
function decideSensitivity({ ticket, rules, tlp }: Deciding): Decided<Sensitivity> {
  const chosen = choose(rules.container.sensitivity, ticket)
  const byRule = chosen && { value: chosen.word, rule: `container.sensitivity[${chosen.index}]` }
  const byTlp = tlp && { value: sensitivityOfTlp[tlp], rule: 'tlp' }
  if (byRule === undefined || byTlp === undefined) {
    return byRule ?? byTlp ?? { value: rules.tlp.default, rule: 'default' }
  }
  return mildestFirst.indexOf(byTlp.value) > mildestFirst.indexOf(byRule.value) ? byTlp : byRule
}

function decideOwner({ ticket, rules }: Deciding): Decided<string | null> {
  const first = readFirst(ticket, rules.container.owner)
  if (first === undefined) return { value: null, rule: 'default' }
  return { value: cutText(first.value, 255), rule: `container.owner[${first.index}]` }
}

interface TimeField {
  field: 'dueTime' | 'startTime'
  paths: readonly string[]
  dateMeans: 'start-of-day' | 'end-of-day'
}

function decideTime({ ticket }: Deciding, { field, paths, dateMeans }: TimeField): Decided<string | null> {
  const first = readFirst(ticket, paths)
  const time = first === undefined ? null : readTime(first.value, dateMeans)
  if (first === undefined || time === null) return { value: null, rule: 'default' }
  return { value: time, rule: `container.${field}[${first.index}]` }
}
