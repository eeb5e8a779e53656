import type { TicketCommand, UpsertStatusComment } from '../../domain/command'
import { BridgeError } from '../../errors'
import type { Duplicate, LookedUp, TicketApplied } from '../connector'
import type { ReadCall, WriteCall } from '../ticket-call'
import { type CommentForm, isSameBody } from './comment-form'
import { findMarkedComments, getComment, type StoredComment, writeComment } from './comments'

/** The one comment under an issue: made where it is not there, edited where it says something else. */
export async function applyStatusComment(
  command: UpsertStatusComment,
  at: { call: WriteCall; form: CommentForm },
): Promise<TicketApplied> {
  const { marker, text, ticket } = command
  const { call, form } = at
  const [comment, ...twins] = (await findComments(command, at)) ?? []
  const notes =
    twins.length === 0 ? [] : [`Jira holds this comment more than once: ${twins.map(({ id }) => id).join(', ')}`]
  if (comment !== undefined && says(comment, command, form)) return { id: comment.id, notes }
  const id = await writeComment(call, form, { issueId: ticket.id, commentId: comment?.id ?? null, marker, text })
  return { id, notes }
}

/** Whether the comment is there and says what the command asks for; `missing` also where the issue is gone. */
export async function lookUpStatusComment(
  command: UpsertStatusComment,
  at: { call: ReadCall; form: CommentForm },
): Promise<LookedUp<TicketApplied>> {
  const found = await findComments(command, at)
  if (found === null) return { status: 'missing', what: 'the ticket' }
  const [comment] = found
  if (comment === undefined) return { status: 'missing', what: 'the comment' }
  if (!says(comment, command, at.form)) return { status: 'missing', what: 'the new text of the comment' }
  return { status: 'found', applied: { id: comment.id, notes: [] } }
}

export async function findDuplicateComments(
  command: UpsertStatusComment,
  { call, form }: { call: ReadCall; form: CommentForm },
): Promise<Duplicate[]> {
  const marked = await findMarkedComments(call, form, { issueId: command.ticket.id, marker: command.marker })
  const [kept, ...others] = marked ?? []
  return kept === undefined ? [] : others.map(({ id }) => ({ what: 'comment', found: id, kept: kept.id }))
}

/** Jira takes one of the commands; a plan that hands it another is a mistake of ours. */
export function statusCommentOf(command: TicketCommand): UpsertStatusComment {
  if (command.kind === 'upsert-status-comment') return command
  throw new BridgeError('rejected', `Jira takes no command ${command.kind}`, { code: 'unknown-command' })
}

/** The comment by its id; where that is not known, or somebody deleted it, by its marker. Null: no such issue. */
async function findComments(
  { ticket, marker, commentId }: UpsertStatusComment,
  { call, form }: { call: ReadCall; form: CommentForm },
): Promise<StoredComment[] | null> {
  const known = commentId === null ? null : await getComment(call, form, { issueId: ticket.id, commentId })
  return known === null ? findMarkedComments(call, form, { issueId: ticket.id, marker }) : [known]
}

function says({ body }: StoredComment, { text, marker }: UpsertStatusComment, form: CommentForm): boolean {
  return isSameBody(body, form.bodyOf(text, marker))
}
