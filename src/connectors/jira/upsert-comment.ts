import type { Audience, UpsertComment, UpsertStatusComment } from '../../domain/command'
import type { Duplicate, LookedUp, TicketApplied } from '../connector'
import type { ReadCall, WriteCall } from '../ticket-call'
import { type CommentForm, isSameBody } from './comment-form'
import { findMarkedComments, getComment, type StoredComment, writeComment } from './comments'

/** The status comment, or one that stands for a note. */
export type CommentCommand = UpsertStatusComment | UpsertComment

/** One comment under an issue: made where it is not there, edited where it says something else. */
export async function applyComment(
  command: CommentCommand,
  at: { call: WriteCall; form: CommentForm },
): Promise<TicketApplied> {
  const { marker, text, ticket } = command
  const { call, form } = at
  const [comment, ...twins] = (await findComments(command, at)) ?? []
  const notes =
    twins.length === 0 ? [] : [`Jira holds this comment more than once: ${twins.map(({ id }) => id).join(', ')}`]
  if (comment !== undefined && says(comment, command, form)) return { id: comment.id, notes }
  const audience = audienceOf(command)
  const id = await writeComment(call, form, {
    issueId: ticket.id,
    commentId: comment?.id ?? null,
    marker,
    text,
    audience,
  })
  return { id, notes }
}

/** Whether the comment is there and says what the command asks for; `missing` also where the issue is gone. */
export async function lookUpComment(
  command: CommentCommand,
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
  command: CommentCommand,
  { call, form }: { call: ReadCall; form: CommentForm },
): Promise<Duplicate[]> {
  const marked = await findMarkedComments(call, form, { issueId: command.ticket.id, marker: command.marker })
  const [kept, ...others] = marked ?? []
  return kept === undefined ? [] : others.map(({ id }) => ({ what: 'comment', found: id, kept: kept.id }))
}

/** What the bridge tells by itself is for those who work on the issue. */
function audienceOf(command: CommentCommand): Audience {
  return command.kind === 'upsert-comment' ? command.audience : 'internal'
}

/** The comment by its id; where that is not known, or somebody deleted it, by its marker. Null: no such issue. */
async function findComments(
  { ticket, marker, commentId }: CommentCommand,
  { call, form }: { call: ReadCall; form: CommentForm },
): Promise<StoredComment[] | null> {
  const known = commentId === null ? null : await getComment(call, form, { issueId: ticket.id, commentId })
  return known === null ? findMarkedComments(call, form, { issueId: ticket.id, marker }) : [known]
}

function says({ body }: StoredComment, { text, marker }: CommentCommand, form: CommentForm): boolean {
  return isSameBody(body, form.bodyOf(text, marker))
}
