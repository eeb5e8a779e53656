import { sha256Hex } from '../domain/ids'
import { resultsConnectionOf } from '../domain/results-connection'
import type { ResultSubject } from '../mapping/result-subject'
import type { LinkKey } from '../store/links'

/** The link without a ticket that results of a tenant about this subject share: the subject's digest stands for a ticket's id. */
export function linkKeyAbout(subject: ResultSubject, tenant: string, soarConnection: string): LinkKey {
  return { connection: resultsConnectionOf(tenant), ticketId: sha256Hex(subject.key), soarConnection }
}
