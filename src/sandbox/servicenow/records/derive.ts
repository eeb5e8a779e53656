import type { Row, Table } from '../tables/table'

/** Priority by impact, then urgency. */
const PRIORITY_MATRIX: Record<string, Record<string, string>> = {
  '1': { '1': '1', '2': '2', '3': '3' },
  '2': { '1': '2', '2': '3', '3': '4' },
  '3': { '1': '3', '2': '4', '3': '5' },
}

export interface Moment {
  /** `YYYY-MM-DD HH:MM:SS`. */
  at: string
  /** sys_id of the user. */
  by: string
  /** What this write sets. */
  fields: Row
}

/** What the instance's own rules make of a record after a write. */
export function deriveRow(table: Table, row: Row, moment: Moment): Row {
  if (table.name === 'sys_user') return { ...row, name: row.name || `${row.first_name ?? ''} ${row.last_name ?? ''}` }
  return table.ticket === undefined ? row : deriveTicket(table, row, moment)
}

function deriveTicket(table: Table, row: Row, moment: Moment): Row {
  const { impact = '', urgency = '', priority = '', state = '' } = row
  const matrix = PRIORITY_MATRIX[impact]?.[urgency]
  const isScored = table.columns.includes('risk_score') && moment.fields.risk_score !== undefined
  return {
    ...row,
    ...(table.columns.includes('incident_state') ? { incident_state: state } : {}),
    ...(isScored ? { risk_score_override: 'true' } : {}),
    priority: table.ticket?.derivesPriority ? (matrix ?? priority) : priority,
    ...deriveClosure(table, row, moment),
  }
}

function deriveClosure(table: Table, row: Row, { at, by }: Moment): Row {
  const state = row.state ?? ''
  const isClosed = table.ticket?.closedStates.includes(state) ?? false
  const isResolved = table.name === 'incident' && (state === '6' || state === '7')
  return {
    active: String(!isClosed),
    closed_at: isClosed ? row.closed_at || at : '',
    closed_by: isClosed ? row.closed_by || by : '',
    resolved_at: isResolved ? row.resolved_at || at : '',
    resolved_by: isResolved ? row.resolved_by || by : '',
  }
}
