import type { SoarConnector } from '../connectors/connector'
import type { AuditEntry } from '../domain/audit'
import type { Job } from '../domain/job'
import type { Link } from '../domain/link'
import type { PageAsked } from '../domain/page'
import { laneOf } from '../domain/receipt'
import { BridgeError, isBridgeError } from '../errors'
import type { Database } from '../store/database'
import { findLinkById, toLink } from '../store/links'
import { countLinks, listLinkRows } from '../store/lists'
import { pageOf, toPage } from '../store/page'
import { createReceiptInsert } from '../store/receipts'
import type { Statement, Written } from '../store/statement'
import type { SharedField } from './expected-sides'
import type { Drift } from './plan-drift'
import { type ReadDrift, type ReadDriftParts, readDrift } from './read-drift'
import type { Operator } from './replay'
import type { TicketSource } from './ticket-source'

export interface ReconcileParts extends Pick<ReadDriftParts, 'newId' | 'now'> {
  db: Pick<Database, 'read'>
  /** Undefined where nothing of the kind is configured. */
  sourceOf(connection: string): TicketSource | undefined
  soarOf(soarConnection: string): Pick<SoarConnector, 'readContainer' | 'lookUp'>
  openJobs(lane: string): Promise<Job[]>
  /** Writes the change and its rows of the audit log, or neither. */
  record(entries: readonly AuditEntry[], change: Statement[]): Promise<Written>
  wake(lane: string): void
}

export interface ReconcileAsked {
  connection?: string
  /** Id of one link. */
  link?: string
  /** Only these. */
  fields?: SharedField[]
  /** Also whether each artifact is still there: one list more a container. */
  deep?: boolean
  /** Also what the rules leave different. */
  all?: boolean
  /** Hands what differs to the lanes of the pairs, which make their jobs of it as ever. */
  apply?: boolean
}

/** One thing that differs within one pair. */
export interface DriftOfLink extends Drift {
  link: string
  connection: string
  ticketId: string
  ticketKey: string | null
  containerId: string | null
  /** It was handed to the pair's lane. */
  isApplied: boolean
}

export interface ReconcilePage {
  items: DriftOfLink[]
  /** Pairs that could not be read, and why. */
  unread: { link: string; ticketKey: string | null; reason: string }[]
  /** How many pairs were looked at. */
  checked: number
  /** How many there are to look at; told with the first page. */
  total: number | null
  next: string | null
}

/** Pairs that are read at once; each costs two calls. */
const mostAtOnce = 4

/**
 * Reads one page of pairs on both sides and tells what differs. Reads only; with `apply` it hands what differs to the
 * lanes. Raises `not-found` where there is no such link or connection.
 */
export async function reconcile(
  parts: ReconcileParts,
  asked: ReconcileAsked,
  { page, by }: { page: PageAsked; by: Operator },
): Promise<ReconcilePage> {
  const { rows, total } = await readLinks(parts, asked, { page, by })
  const { items: links, next } = toPage(rows, page.limit, link => link)
  const paired = links.flatMap(link => {
    const source = parts.sourceOf(link.connection)
    return source === undefined ? [] : [{ link, source }]
  })
  const read = await inTurns(paired, pair => readPair(parts, asked, pair))
  const drifted = read.flatMap(one => ('drifts' in one ? [one] : []))
  const applied = asked.apply === true ? await apply(parts, asked, { drifted, by }) : new Set<string>()
  return {
    items: drifted.flatMap(({ link, drifts }) => drifts.map(drift => view(link, drift, applied))),
    unread: read.flatMap(one =>
      'failure' in one ? [{ link: one.link.id, ticketKey: one.link.ticketKey, reason: one.failure }] : [],
    ),
    checked: paired.length,
    total,
    next: asked.link === undefined ? next : null,
  }
}

async function readLinks(
  { db, sourceOf }: ReconcileParts,
  { connection, link: id }: ReconcileAsked,
  { page, by }: { page: PageAsked; by: Operator },
): Promise<{ rows: Link[]; total: number | null }> {
  const { visible } = by
  const isSeen = (name: string) => visible?.includes(name) !== false
  if (connection !== undefined && (sourceOf(connection) === undefined || !isSeen(connection)))
    throw new BridgeError('not-found', 'there is no such connection', { code: 'connection-unknown' })
  if (id === undefined) {
    const filter = { visible, ...(connection !== undefined && { connection }) }
    const rows = (await listLinkRows(db.read, filter, pageOf(page))).map(toLink)
    return { rows, total: page.after === undefined ? await countLinks(db.read, filter) : null }
  }
  const link = await findLinkById(db.read, id)
  if (link === undefined || !isSeen(link.connection) || (connection ?? link.connection) !== link.connection)
    throw new BridgeError('not-found', 'there is no such link', { code: 'link-unknown' })
  return { rows: [link], total: 1 }
}

interface Pair {
  link: Link
  source: TicketSource
}

interface Drifted extends ReadDrift {
  link: Link
}

/** Or why it could not be read. */
type ReadPair = Drifted | { link: Link; failure: string }

async function readPair(
  { db, soarOf, openJobs, newId, now }: ReconcileParts,
  asked: ReconcileAsked,
  { link, source }: Pair,
): Promise<ReadPair> {
  const { fields = null, deep = false } = asked
  try {
    const soar = soarOf(link.soarConnection)
    const jobs = await openJobs(laneOf(link.connection, link.ticketId))
    const { drifts, ask } = await readDrift({ db, soar, newId, now }, { link, source, openJobs: jobs, fields, deep })
    const isShown = ({ field, action }: Drift) =>
      (asked.all === true || action !== 'nothing') && (fields?.some(name => name === field) ?? true)
    return { link, drifts: drifts.filter(isShown), ask }
  } catch (error) {
    if (!isBridgeError(error)) throw error
    return { link, failure: error.message }
  }
}

/** One receipt for each pair with something to do, in one transaction with what is said of it; answers their links. */
async function apply(
  { db, record, wake }: ReconcileParts,
  { fields }: ReconcileAsked,
  { drifted, by }: { drifted: readonly Drifted[]; by: Operator },
): Promise<Set<string>> {
  const due = drifted.filter(({ drifts }) => drifts.some(isToDo))
  if (due.length === 0) return new Set()
  const insert = createReceiptInsert(db.read)
  const entries = due.map(
    ({ link }): AuditEntry => ({
      tenant: link.tenant,
      caller: by.id,
      action: 'link.reconciled',
      subject: link.id,
      detail: { ticket: link.ticketId, fields: fields ?? 'all' },
    }),
  )
  await record(
    entries,
    due.map(({ ask }) => insert(ask)),
  )
  for (const { ask } of due) if (ask.lane !== null) wake(ask.lane)
  return new Set(due.map(({ link }) => link.id))
}

function isToDo({ action }: Drift): boolean {
  return action === 'to-soar' || action === 'to-ticket'
}

function view(link: Link, drift: Drift, applied: ReadonlySet<string>): DriftOfLink {
  const { id, connection, ticketId, ticketKey, containerId } = link
  const isApplied = applied.has(id) && isToDo(drift)
  return { link: id, connection, ticketId, ticketKey, containerId, ...drift, isApplied }
}

/** A few at once, answers in order. */
async function inTurns<From, To>(all: readonly From[], task: (one: From) => Promise<To>): Promise<To[]> {
  const answers: To[] = []
  const waiting = all.entries()
  const work = async () => {
    for (const [index, one] of waiting) answers[index] = await task(one)
  }
  await Promise.all(Array.from({ length: mostAtOnce }, work))
  return answers
}
