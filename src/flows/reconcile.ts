import type { Link } from '../domain/link'
import type { PageAsked } from '../domain/page'
import { toPage } from '../store/page'
import { type ApplyDriftParts, applyDrift } from './apply-drift'
import { type Drift, isToDo } from './drift'
import { type LinksAsked, type ReadLinksParts, readLinks } from './links-to-reconcile'
import { type PairAsked, type ReadPairParts, readPair } from './read-pair'
import type { Operator } from './replay'

export interface ReconcileParts extends ReadLinksParts, ReadPairParts, ApplyDriftParts {}

export interface ReconcileAsked extends LinksAsked, PairAsked {
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
  const pairs = read.flatMap(one => ('drifts' in one ? [one] : []))
  const applied = asked.apply === true ? await applyDrift(parts, asked, { pairs, by }) : new Set<string>()
  return {
    items: pairs.flatMap(({ link, drifts }) => drifts.map(drift => view(link, drift, applied))),
    unread: read.flatMap(one =>
      'failure' in one ? [{ link: one.link.id, ticketKey: one.link.ticketKey, reason: one.failure }] : [],
    ),
    checked: paired.length,
    total,
    next: asked.link === undefined ? next : null,
  }
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
