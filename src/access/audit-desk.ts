import type { AuditAction } from '../domain/audit'
import type { Json } from '../domain/json'
import type { Page, PageAsked } from '../domain/page'
import { seesTenant } from '../domain/role'
import { BridgeError } from '../errors'
import { auditRowsAfter, auditTenants, listAuditRows } from '../store/audit-log'
import type { Database } from '../store/database'
import { pageOf, toPage } from '../store/page'
import { type ChainVerdict, verifyChain } from './audit-chain'
import { type Asker, tenantSeen } from './tenancy'

/** One row of the audit log as everybody may see it. */
export interface AuditView {
  id: string
  tenant: string
  /** Its number in the chain of its tenant. */
  row: number
  at: string
  caller: string
  action: AuditAction
  subject: string
  detail: Record<string, Json>
}

export interface AuditQuestion {
  /** Only this chain. */
  tenant?: string
  /** As the log told the head of the chain; both, with `tenant`. */
  rows?: number
  head?: string
}

export interface AuditVerification {
  isWhole: boolean
  chains: ChainVerdict[]
}

/** Reads the audit log, that of the asker's tenant. Raises `BridgeError`. */
export interface AuditDesk {
  audit(asker: Asker, filter: { action?: AuditAction }, page: PageAsked): Promise<Page<AuditView>>
  verifyAudit(asker: Asker, question: AuditQuestion): Promise<AuditVerification>
}

export interface AuditDeskParts {
  db: Pick<Database, 'read'>
  key: Buffer
  /** Lets others have a turn. */
  rest(): Promise<void>
}

export function createAuditDesk(parts: AuditDeskParts): AuditDesk {
  const { read } = parts.db
  return {
    audit: async (asker, filter, page) => {
      const rows = await listAuditRows(read, { ...filter, tenant: tenantSeen(asker) }, pageOf(page))
      return toPage(rows, page.limit, ({ seq, at, action, detail, hash, ...row }) => ({
        ...row,
        row: seq,
        at: new Date(at).toISOString(),
        action: action as AuditAction,
        detail: JSON.parse(detail) as Record<string, Json>,
      }))
    },
    verifyAudit: async (asker, question) => {
      const { tenant, rows, head } = question
      const hasHead = rows !== undefined && head !== undefined
      if (hasHead !== (rows !== undefined || head !== undefined) || (hasHead && tenant === undefined)) {
        throw new BridgeError('invalid', 'a logged head is given as tenant, rows and head together', {
          code: 'audit-head-incomplete',
        })
      }
      const all = tenant === undefined ? await auditTenants(read) : [tenant]
      const chains: ChainVerdict[] = []
      for (const one of all.filter(name => seesTenant(asker, name)))
        chains.push(await verifyChain(verifyParts(parts, one), one, hasHead ? { rows, head } : undefined))
      return { isWhole: chains.every(({ firstBad }) => firstBad === null), chains }
    },
  }
}

function verifyParts({ db, key, rest }: AuditDeskParts, tenant: string) {
  return {
    key,
    readRows: (page: { after: number; limit: number }) => auditRowsAfter(db.read, tenant, page),
    rest,
  }
}
