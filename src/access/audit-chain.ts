import { createHmac } from 'node:crypto'
import type { AuditRow } from '../store/audit-log'

/** Where a chain stands: its number of rows, and the hash of the last. */
export interface ChainHead {
  tenant: string
  rows: number
  head: string
}

export const auditFaults = ['changed', 'missing', 'reordered', 'truncated', 'replaced'] as const
export type AuditFault = (typeof auditFaults)[number]

export interface ChainVerdict extends ChainHead {
  /** The first row that is not as it was written; `rows` and `head` are those of the good rows before it. */
  firstBad: { row: number; reason: AuditFault } | null
}

/** The head of a chain without rows. */
export const noHead = ''

/** HMAC-SHA256, hex, over the hash of the row before and this row in one fixed spelling. */
export function hashAuditRow(key: Buffer, previous: string, row: Omit<AuditRow, 'hash'>): string {
  const { tenant, seq, id, at, caller, action, subject, detail } = row
  const text = JSON.stringify([previous, tenant, seq, id, at, caller, action, subject, detail])
  return createHmac('sha256', key).update(text).digest('hex')
}

interface VerifyParts {
  key: Buffer
  /** Rows of the chain in their order, from number `after` on; a short page is the last. */
  readRows(page: { after: number; limit: number }): Promise<AuditRow[]>
  /** Lets others have a turn between two pages. */
  rest(): Promise<void>
}

const pageRows = 1_000

/**
 * Walks one chain and names its first bad row. A chain that ends early is as whole as one that ended there: only a
 * head that was logged, and is given, shows the difference.
 */
export async function verifyChain(
  { key, readRows, rest }: VerifyParts,
  tenant: string,
  logged?: Omit<ChainHead, 'tenant'>,
): Promise<ChainVerdict> {
  let at: ChainHead = { tenant, rows: 0, head: noHead }
  for (;;) {
    const rows = await readRows({ after: at.rows, limit: pageRows })
    for (const [index, row] of rows.entries()) {
      const reason = findFault(key, at, { row, next: rows[index + 1], logged })
      if (reason !== null) return { ...at, firstBad: { row: at.rows + 1, reason } }
      at = { tenant, rows: row.seq, head: row.hash }
    }
    if (rows.length < pageRows) break
    await rest()
  }
  const isShort = logged !== undefined && at.rows < logged.rows
  return { ...at, firstBad: isShort ? { row: at.rows + 1, reason: 'truncated' } : null }
}

interface Place {
  row: AuditRow
  next: AuditRow | undefined
  logged: Omit<ChainHead, 'tenant'> | undefined
}

function findFault(key: Buffer, at: ChainHead, { row, next, logged }: Place): AuditFault | null {
  if (row.seq !== at.rows + 1) return 'missing'
  if (hashAuditRow(key, at.head, row) !== row.hash) {
    // Ids sort by their time: a younger one in front of an older one changed places with it.
    return next !== undefined && next.id < row.id ? 'reordered' : 'changed'
  }
  return logged?.rows === row.seq && logged.head !== row.hash ? 'replaced' : null
}
