import { documentFromText } from '../adf'
import { formatTime } from '../format-time'
import type { Comment, Issue, Site } from '../site'
import { renderUser } from './user'

/** REST v2 and webhooks show text as wiki markup; v3 as a document. */
export type RestVersion = 2 | 3

export function renderText(text: string | null, version: RestVersion): unknown {
  return text !== null && version === 3 ? documentFromText(text) : text
}

/** A comment and the issue it stands under. */
export interface CommentPlace {
  issue: Issue
  comment: Comment
}

export function renderComment(site: Site, place: CommentPlace, version: RestVersion): Record<string, unknown> {
  const { issue, comment } = place
  return {
    self: `${site.url}/rest/api/${version}/issue/${issue.id}/comment/${comment.id}`,
    id: comment.id,
    author: renderUser(site, comment.author),
    body: renderText(comment.body, version),
    updateAuthor: renderUser(site, comment.updateAuthor),
    created: formatTime(comment.created),
    updated: formatTime(comment.updated),
    ...(comment.visibility === undefined ? {} : { visibility: comment.visibility }),
    ...(site.flavor === 'cloud' ? { jsdPublic: isPublic(comment) } : {}),
  }
}

/** A service desk hides a comment that carries this property from the customer. */
function isPublic(comment: Comment): boolean {
  const property = comment.properties.find(({ key }) => key === 'sd.public.comment')
  return (property?.value as { internal?: unknown } | undefined)?.internal !== true
}

/** Comments of an issue, as its field `comment` holds them. */
export function renderCommentField(
  site: Site,
  place: { issue: Issue; comments: Comment[] },
  version: RestVersion,
): Record<string, unknown> {
  const { issue, comments } = place
  return {
    comments: comments.map(comment => renderComment(site, { issue, comment }, version)),
    maxResults: comments.length,
    total: comments.length,
    startAt: 0,
  }
}
