import type { TicketCommand } from '../domain/command'
import type { Link } from '../domain/link'
import { markerOf } from '../domain/marker'
import type { EnrichmentKind } from '../domain/result-table'
import type { PostedResult, ToldResult } from '../mapping/read-result'
import { noteText } from '../mapping/result-note'
import { resultRecord } from '../mapping/result-record'
import { judgeResults } from './judge-results'
import { statusCommentOf, ticketAddress } from './status-comment'
import type { LinkSource } from './ticket-source'

export interface TicketNews {
  source: Pick<LinkSource, 'connector' | 'results' | 'rules'>
  /** With the findings of the results. */
  link: Link
  /** What the ticket does not know yet. */
  results: readonly ToldResult[]
  /** Name of the real table of a kind of result. */
  tableOf(kind: EnrichmentKind): string
}

/**
 * What the ticket is told of results: finding, engine, time and observable, for insiders only. Jira has one comment, which
 * tells how things stand; ServiceNow gets a work note about what is new, and each result as a record of its real table, by
 * the Table API or by the instance's SecOps API. What its marking keeps from them is left out.
 */
export function ticketCommands({ source, link, results, tableOf }: TicketNews): TicketCommand[] {
  if (results.length === 0 || source.results === 'none') return []
  if (source.connector.system === 'jira') return statusCommentOf(source, link)
  const judged = judgeResults({ source, link, results })
  const shown = judged.filter(({ verdict }) => verdict === 'allow').map(({ result }) => result)
  const ticket = ticketAddress(link)
  const [redacted] = judged.flatMap(one => (one.verdict === 'redact' ? [one] : []))
  const told = shown.length > 0 || redacted === undefined ? shown : [redacted.result]
  if (told.length === 0) return []
  const marker = markerOf(link.sdiPrefix, link.ticketId, 'note', ...told.map(noteIdOf))
  const text = shown.length > 0 || redacted === undefined ? noteText(shown) : redacted.text
  const note: TicketCommand = { kind: 'add-work-note', ticket, marker, text }
  if (source.results === 'note') return [note]
  const isPosted = source.results === 'secops-api'
  const records = shown.map(result => ({
    ...resultRecord(result, ticket, tableOf(result.kind)),
    ...(isPosted && { resource: result.kind }),
  }))
  return [note, ...records]
}

/** Each change is told in a note of its own. */
function noteIdOf({ id, modCount }: PostedResult): string {
  return modCount === 0 ? id : `${id} ${modCount}`
}
