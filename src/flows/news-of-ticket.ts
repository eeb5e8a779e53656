import type { UpdateContainer } from '../domain/command'
import type { TicketChange } from '../domain/ticket'
import type { Occasion } from '../mapping/rules-sharing'
import { newestComments } from './newest-talk'
import { createOwnTexts } from './own-texts'
import { isOwnFile } from './plan-attachments'
import type { PlaybooksInput } from './plan-playbooks'

/**
 * What happened to the ticket, and was not heard before. Deliveries repeat comments and files; and what the bridge wrote
 * there itself is no news: a playbook that it started would have it write again, and so on for ever.
 */
export function newsOfTicket(input: Omit<PlaybooksInput, 'source'>): Occasion[] {
  const { heard, books, decided } = input
  const { command } = decided
  const happened = (kind: TicketChange['kind']) => heard.ticket.effective.some(change => change.kind === kind)
  return [
    ...(hasNewComment(input) ? (['comment'] as const) : []),
    ...(hasNewFile(input) ? (['attachment'] as const) : []),
    ...(happened('artifact') ? (['observables'] as const) : []),
    ...(happened('ticket-deleted') && books.ticket.deletedAt === undefined ? (['deleted'] as const) : []),
    ...(command?.kind === 'create-container' ? (['create'] as const) : []),
    ...(command?.kind === 'update-container' ? changedBy(command) : []),
  ]
}

function changedBy({ set, tags, observableArtifacts }: UpdateContainer): Occasion[] {
  const { startTime: _, customFields: __, ...fields } = set
  return [
    ...(Object.keys(fields) as (keyof typeof fields)[]),
    ...(tags.add.length + tags.remove.length > 0 ? (['tags'] as const) : []),
    ...(observableArtifacts.length > 0 ? (['observables'] as const) : []),
  ]
}

type NewsInput = Parameters<typeof newsOfTicket>[0]

function hasNewComment(input: NewsInput): boolean {
  const { decided, books, openJobs } = input
  const isOwn = createOwnTexts(books.twins, openJobs)
  const { comments: now } = decided.link.snapshot
  const { comments: before } = books.ticket
  return newestComments(input).some(({ id, body = '', deleted }) => {
    const isSaidAnew = now[id]?.tie !== before[id]?.tie
    return isSaidAnew && !deleted && !isOwn({ id, text: body })
  })
}

function hasNewFile({ heard, books, openJobs }: NewsInput): boolean {
  const known = { twins: books.twins, openJobs }
  return heard.ticket.effective.some(
    change =>
      change.kind === 'attachment' &&
      !change.deleted &&
      !Object.hasOwn(books.ticket.attachments, change.id) &&
      !isOwnFile(known, change.id, change),
  )
}
