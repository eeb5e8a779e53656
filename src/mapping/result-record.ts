import type { InsertResultRecord, TicketAddress } from '../domain/command'
import { markerOf } from '../domain/marker'
import { cutText } from './cut-text'
import { type PostedResult, readResult, type ToldResult } from './read-result'

/** Ties an observable to a ticket (facts/servicenow.md section 2.1). */
const relation = { table: 'sn_ti_m2m_task_observable', ticketColumn: 'task', observableColumn: 'observable' }

/** What the record refers to is filled in by its ids; an enrichment mapping is one of ours. */
const ownColumns = ['task', 'observable', 'enrichment_mapping_id']

/** Leaves room for the marker in a column of 4,000 characters. */
const longestDetails = 3_900

/**
 * The result as a record of its real table, where insiders read it. Its marker stands at the end of `details`, since these
 * tables have no column for it.
 */
export function resultRecord(result: ToldResult, ticket: TicketAddress, table: string): InsertResultRecord {
  const filled = Object.entries(result.record).filter(([column, text]) => text !== '' && !ownColumns.includes(column))
  const columns = Object.fromEntries(filled)
  const { details } = columns
  const value = observableOf(result)
  return {
    kind: 'insert-result-record',
    ticket,
    table,
    columns: {
      ...columns,
      ...(details !== undefined && { details: cutText(details, longestDetails) }),
      task: ticket.id,
    },
    ...(result.isChange === true && { isChange: true }),
    marker: { column: 'details', value: markerOf('result', result.id) },
    observable: value === '' ? null : { column: 'observable', value },
    relation: value === '' ? null : relation,
  }
}

/** As SOAR has it, refanged; results about a CI have none. */
function observableOf(result: PostedResult): string {
  if ((result.record.observable ?? '') === '') return ''
  const { observable, value } = readResult(result)
  return observable?.value ?? value
}
