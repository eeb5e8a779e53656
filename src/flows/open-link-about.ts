import type { NewId } from '../domain/ids'
import type { ResultSubject } from '../mapping/result-subject'
import type { JobLedger } from '../outbox/outbox'
import type { Database } from '../store/database'
import { findLink, type LinkKey, saveLink } from '../store/links'
import type { UnclaimedResult } from '../store/unclaimed-results'
import { decide } from './decide'
import { jobOf } from './job-of'
import { linkAbout } from './link-about'
import type { LinkSource } from './ticket-source'

export interface OpenLinkParts {
  db: Pick<Database, 'read'>
  ledger: Pick<JobLedger, 'enqueue'>
  newId: NewId
  now(): number
  source: LinkSource
}

export interface LinkOpening {
  subject: ResultSubject
  /** The first that is about it. */
  result: UnclaimedResult
  key: LinkKey
  lane: string
}

/** The link that a result goes to where no ticket claims it; `opening` makes it, and the job of its container, where it is new. */
export async function openLinkAbout(parts: OpenLinkParts, { subject, result, key, lane }: LinkOpening) {
  const { db, ledger, newId, now, source } = parts
  const known = await findLink(db.read, key)
  if (known !== undefined) return { linkId: known.id, opening: [] }
  const at = now()
  const link = linkAbout(subject, result, { ...key, id: newId(), at })
  const decided = decide({
    source,
    link,
    openJobs: [],
    confirmed: new Set(),
    isGoneIgnored: false,
    writes: [],
    settled: {},
    now: at,
  })
  const job = jobOf(decided, { lane, newId, now: at })
  const opening = [saveLink(db.read, decided.link, null), ...(job === null ? [] : [ledger.enqueue(job)])]
  return { linkId: link.id, opening }
}
