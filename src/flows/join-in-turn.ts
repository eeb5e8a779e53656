import type { Command, LeaveContainer } from '../domain/command'
import { emptyContainer } from '../domain/container-snapshot'
import type { Job } from '../domain/job'
import type { Link } from '../domain/link'
import { markerOf } from '../domain/marker'
import { laneOf } from '../domain/receipt'
import { containerSdiOf } from '../mapping/source-data-identifier'
import type { JobLedger, OperatorLedger } from '../outbox/outbox'
import { claimContainer } from '../store/container-tickets'
import type { Database } from '../store/database'
import { createReceiptInsert } from '../store/receipts'
import { planAllAgain } from '../store/result-links'
import type { Statement } from '../store/statement'
import { deleteTwins } from '../store/twins'
import { findJoining, type Joining, type JoiningInput, sharersOf } from './find-joining'
import type { Heard } from './hear-lane'
import { joinReceipt } from './join-ask'
import { joinContainer, leftTag, withoutContainer } from './join-container'
import { mapLink } from './map-link'
import type { LinkBooks } from './read-books'
import { retellComments } from './retell-comments'

export interface JoinTurnParts {
  db: Pick<Database, 'read'>
  ledger: Pick<JobLedger, 'supersede'> & Pick<OperatorLedger, 'discard'>
  newId(): string
  now(): number
}

export interface JoinTurnInput extends Omit<JoiningInput, 'heard'> {
  /** The link as it is stored; undefined where it is new. */
  known: Link | undefined
  heard: Heard
  openJobs: Job[]
  books: LinkBooks
}

/** The link in its place, and all that follows from a move; what it was where it stays. */
export interface JoinTurn extends Pick<JoinTurnInput, 'link' | 'heard' | 'openJobs' | 'books'> {
  commands: Command[]
  statements: Statement[]
}

/** What was sent says where it went: nothing moves before its fate is known. */
export function isUnderWay(openJobs: readonly Job[], soarConnection: string): boolean {
  return openJobs.some(
    ({ state, sentAt, connection, kind }) =>
      (connection === soarConnection || kind === 'update-ticket') &&
      state !== 'dead' &&
      (state !== 'waiting' || sentAt !== null),
  )
}

/**
 * Moves a ticket to another container where it was asked for, or where the rules ask for it. What the old container holds
 * stays there, with a note of where the ticket went; the new one is told all that the ticket has, and the ticket nothing twice.
 */
export async function joinInTurn(parts: JoinTurnParts, input: JoinTurnInput): Promise<JoinTurn> {
  const { source, link, heard, openJobs, books } = input
  const stays = { link, heard, openJobs, books, commands: [], statements: [] }
  const joining = await findJoining(parts.db.read, input)
  const { mapped } = mapLink(link, source)
  if (joining === null || 'skippedBy' in mapped) return stays
  if (isUnderWay(openJobs, source.soarConnection)) {
    const again = joinReceipt(link, {}, { newId: parts.newId, now: parts.now() })
    return { ...stays, statements: [createReceiptInsert(parts.db.read)(again)] }
  }
  const moved = moveLink(link, joining, { desired: mapped.desired.fields, rules: source.rules })
  return follow(parts, input, moved)
}

function moveLink(link: Link, { target, isParting }: Joining, by: Parameters<typeof joinContainer>[2]): Link {
  const next =
    target === null
      ? { ...link, ...withoutContainer(link), container: emptyContainer() }
      : joinContainer(link, target, by)
  return isParting && link.containerId !== null
    ? { ...next, base: { ...next.base, partedFrom: link.containerId } }
    : next
}

async function follow(parts: JoinTurnParts, input: JoinTurnInput, link: Link): Promise<JoinTurn> {
  const { read } = parts.db
  const { source, known, heard, openJobs, books } = input
  const ofOld = openJobs.filter(({ connection }) => connection === source.soarConnection)
  const waiting = ofOld.filter(({ state }) => state === 'waiting')
  const dead = ofOld.filter(({ state }) => state === 'dead')
  const lane = laneOf(link.connection, link.ticketId)
  const at = parts.now()
  const { containerId, soarConnection } = link
  const isClaimed = containerId !== null && link.role === 'primary'
  return {
    link,
    openJobs: openJobs.filter(job => !ofOld.includes(job)),
    books: {
      ...books,
      confirmed: new Set(),
      attachments: new Set(),
      container: emptyContainer(),
      twins: books.twins.filter(({ origin }) => origin === 'soar'),
    },
    heard: {
      ...heard,
      // What was said in the old container before is told; its fields are none of the ticket's any more.
      soar: heard.soar.filter(({ change }) => change.kind === 'note' || change.kind === 'file'),
      retold:
        known === undefined
          ? []
          : await retellComments(read, { connector: source.connector, lane, ticketId: link.ticketId }),
    },
    commands: [...runsAgain(waiting, link), ...(await leave(read, input, link))],
    statements: [
      ...waiting.map(job => parts.ledger.supersede(job, at)),
      ...dead.flatMap(job => parts.ledger.discard(job, at)),
      deleteTwins(read, link.id, 'ticket'),
      ...planAllAgain(read, { linkId: link.id, lane }),
      ...(isClaimed && known !== undefined ? [claimContainer(read, { id: link.id, soarConnection, containerId })] : []),
    ],
  }
}

/** Playbooks that were not started yet. */
function runsAgain(waiting: readonly Job[], link: Link): Command[] {
  const sourceDataIdentifier = containerSdiOf(link)
  return waiting.flatMap(({ command }) =>
    command.kind === 'run-playbook' ? [{ ...command, containerId: link.containerId ?? '', sourceDataIdentifier }] : [],
  )
}

async function leave(
  read: Database['read'],
  { source, link: before }: JoinTurnInput,
  link: Link,
): Promise<LeaveContainer[]> {
  const { containerId, state } = before
  if (containerId === null || state === 'container-gone') return []
  const isShared = (await sharersOf(read, before)).length > 0
  const key = link.ticketKey ?? link.ticketId
  const next = link.containerId
  const url = next === null ? '' : (source.containerUrl?.(next) ?? '')
  return [
    {
      kind: 'leave-container',
      containerId,
      sourceDataIdentifier: containerSdiOf(before),
      marker: markerOf(before.sdiPrefix, before.ticketId, 'left', containerId, next ?? 'own', String(link.revision)),
      title: `${key} left this container`,
      text:
        next === null ? `${key} gets a container of its own.` : `${key} was joined to container ${next}. ${url}`.trim(),
      tag: isShared || next === null ? null : leftTag,
    },
  ]
}
