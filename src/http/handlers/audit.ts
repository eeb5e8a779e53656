import type { AuditDesk } from '../../access/audit-desk'
import { callerOf } from '../caller-of'
import type { Handlers } from '../contract'
import { pageAsked } from '../page-asked'

export interface AuditHandlerParts {
  audit: AuditDesk
}

export function createAuditHandlers({ audit }: AuditHandlerParts): Pick<Handlers, 'listAudit' | 'verifyAudit'> {
  return {
    listAudit: async ({ query, caller }) => {
      const filter = query.action === undefined ? {} : { action: query.action }
      return { status: 200, body: await audit.audit(callerOf(caller), filter, pageAsked(query)) }
    },
    verifyAudit: async ({ query, caller }) => {
      const { rows, ...question } = query
      const asked = rows === undefined ? question : { ...question, rows: Number(rows) }
      return { status: 200, body: await audit.verifyAudit(callerOf(caller), asked) }
    },
  }
}
