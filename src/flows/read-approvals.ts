import type { ApprovalChange } from '../domain/container-change'
import type { Page, PageAsked } from '../domain/page'
import { BridgeError } from '../errors'
import { type ApprovalLink, listApprovalLinks } from '../store/approval-list'
import type { ReadParts } from './read'

const minuteMs = 60_000

export interface ReadApprovalsParts extends Pick<ReadParts, 'db' | 'containerUrl' | 'visible'> {
  now(): number
}

export interface ApprovalStateFilter {
  state?: ApprovalChange['state']
}

/** Looked through for a state that few have; a page may then hold less than was asked for, and tell where to go on. */
const linksAtOnce = 200

/** A page of what somebody is or was asked in linked containers, newest link first; changes nothing. */
export async function readApprovals(
  parts: ReadApprovalsParts,
  { state }: ApprovalStateFilter,
  query: PageAsked,
): Promise<Page<ApprovalView>> {
  const last = lastOf(query)
  const isInEach = state === undefined || state === 'pending'
  // Each has one at least, but for the link of the last page, which may have no more of them.
  const most = isInEach ? query.limit + 1 : Math.max(query.limit + 1, linksAtOnce)
  const links = await listApprovalLinks(parts.db.read, {
    isPending: state === 'pending',
    visible: parts.visible,
    upTo: last?.linkId ?? null,
    limit: most,
  })
  const items = links
    .flatMap(link => approvalsOf(link).map(approval => ({ link, approval })))
    .filter(({ approval }) => state === undefined || approval.state === state)
    .filter(({ link, approval }) => last === null || link.id !== last.linkId || Number(approval.id) < last.approval)
    .slice(0, query.limit)
  const lastLink = links.length < most ? undefined : links.at(-1)
  const final = items.length < query.limit ? lastLink && { link: lastLink, approval: { id: '0' } } : items.at(-1)
  return {
    items: items.map(one => viewOf(parts, one)),
    next: final === undefined ? null : Buffer.from(`${final.link.id}/${final.approval.id}`).toString('base64url'),
  }
}

/** What the page before ended with; raises `invalid` where `after` is nothing that we gave out. */
function lastOf({ after }: PageAsked): { linkId: string; approval: number } | null {
  if (after === undefined) return null
  const [, linkId, approval] = /^([0-9a-f-]{36})\/(\d{1,15})$/.exec(Buffer.from(after, 'base64url').toString()) ?? []
  if (linkId === undefined)
    throw new BridgeError('invalid', '`after` is not the `next` of a page', { code: 'page-unknown' })
  return { linkId, approval: Number(approval) }
}

function approvalsOf({ approvals }: ApprovalLink): ApprovalChange[] {
  return Object.values(approvals).sort((a, b) => Number(b.id) - Number(a.id))
}

export type ApprovalView = ReturnType<typeof viewOf>

function viewOf(
  { containerUrl, now }: ReadApprovalsParts,
  { link, approval }: { link: ApprovalLink; approval: ApprovalChange },
) {
  const { id, containerId, name, who, state, startedAt, dueAt, closedAt } = approval
  const left = state !== 'pending' || dueAt === null ? null : Math.max(0, Math.ceil((dueAt - now()) / minuteMs))
  return {
    id,
    linkId: link.id,
    connection: link.connection,
    ticketId: link.ticket_id,
    ticketKey: link.ticket_key,
    soarConnection: link.soar_connection,
    containerId,
    containerUrl: containerUrl(link.soar_connection, containerId),
    name,
    who,
    state,
    startedAt: isoTime(startedAt),
    dueAt: isoTime(dueAt),
    minutesLeft: left,
    closedAt: isoTime(closedAt),
  }
}

function isoTime(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString()
}
