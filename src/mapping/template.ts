import type { JsonObject } from '../domain/json'
import type { Ticket } from '../domain/ticket'
import { cutText } from './cut-text'
import { readTicketValues } from './ticket-values'

const pathPattern = /^\w[\w-]*(?:\.[\w-]+)*$/

/** Named values are for tables and forms; long text belongs into the description. */
const maxNamedLength = 4000

export function isFieldPath(text: string): boolean {
  return text.length <= 200 && pathPattern.test(text)
}

export interface Rendered {
  text: string
  /** How many placeholders there are, and how many of them the ticket fills. */
  placeholders: number
  filled: number
}

/**
 * Fills `{field.path}` with the ticket's plain values (several are joined by a comma). Data only: nothing is evaluated,
 * what is filled in is never read again, and all else (`{{…}}`, `${…}`, `%s`) stays as it is written.
 */
export function renderTemplate(template: string, ticket: Ticket): Rendered {
  const rendered: Rendered = { text: '', placeholders: 0, filled: 0 }
  let from = 0
  for (let open = template.indexOf('{'); open !== -1; open = template.indexOf('{', open + 1)) {
    const close = template.indexOf('}', open)
    if (close === -1) break
    const path = template.slice(open + 1, close)
    if (!isFieldPath(path) || isEscaped(template, open, close)) continue
    const values = readTicketValues(ticket, path)
    rendered.placeholders += 1
    rendered.filled += values.length > 0 ? 1 : 0
    rendered.text += template.slice(from, open) + values.join(', ')
    from = close + 1
  }
  rendered.text += template.slice(from)
  return rendered
}

function isEscaped(template: string, open: number, close: number): boolean {
  const before = template[open - 1]
  return before === '{' || before === '$' || template[close + 1] === '}'
}

/** Renders named templates, for CEF and custom fields; one whose placeholders are all empty is left out. */
export function renderEach(templates: Readonly<Record<string, string>>, ticket: Ticket): JsonObject {
  const rendered: JsonObject = {}
  for (const [name, template] of Object.entries(templates)) {
    const { text, placeholders, filled } = renderTemplate(template, ticket)
    if (placeholders === 0 || filled > 0) rendered[name] = cutText(text, maxNamedLength)
  }
  return rendered
}
