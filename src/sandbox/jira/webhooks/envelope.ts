import { renderAttachment } from '../render/attachment'
import { renderComment } from '../render/comment'
import { renderBriefIssue, renderWebhookIssue } from '../render/issue'
import { renderUser } from '../render/user'
import type { Attachment, Comment, HistoryEntry, Issue, Person, Site } from '../site'

/** One thing that happened, as Jira tells it. */
export interface Envelope {
  timestamp: number
  webhookEvent: string
  [part: string]: unknown
}

export interface IssueHappening {
  event: 'created' | 'updated' | 'deleted'
  issue: Issue
  actor: Person
  /** `issue_event_type_name`; a deletion has none. */
  type?: string
  change?: Pick<HistoryEntry, 'id' | 'items'>
}

export interface CommentHappening {
  event: 'created' | 'updated' | 'deleted'
  issue: Issue
  comment: Comment
  actor: Person
}

export interface AttachmentHappening {
  event: 'created' | 'deleted'
  issue: Issue
  attachment: Attachment
}

/** Data Center names what happened to a comment also as a change of its issue. */
const TWIN_TYPES = { created: 'issue_commented', updated: 'issue_comment_edited', deleted: 'issue_comment_deleted' }
const TWIN_DELAY_MS = 10

export function wrapIssue(site: Site, happening: IssueHappening): Envelope {
  const { event, issue, actor, type, change } = happening
  return {
    timestamp: issue.updated,
    webhookEvent: `jira:issue_${event}`,
    ...(type === undefined ? {} : { issue_event_type_name: type }),
    user: renderUser(site, actor),
    issue: renderWebhookIssue(site, issue),
    ...(change === undefined ? {} : { changelog: { id: change.id, items: change.items } }),
  }
}

/** Cloud: one envelope with a brief issue and no user. Data Center: one without an issue, and its twin with all of it. */
export function wrapComment(site: Site, happening: CommentHappening): Envelope[] {
  const { event, issue, comment, actor } = happening
  const timestamp = issue.updated
  const shown = renderComment(site, { issue, comment }, 2)
  const user = renderUser(site, actor)
  const webhookEvent = `comment_${event}`
  if (site.flavor === 'cloud') {
    return [
      { timestamp, webhookEvent, comment: shown, issue: renderBriefIssue(site, issue), eventType: 'primaryAction' },
    ]
  }
  const twin = {
    timestamp: timestamp + TWIN_DELAY_MS,
    webhookEvent: 'jira:issue_updated',
    issue_event_type_name: TWIN_TYPES[event],
    user,
    issue: renderWebhookIssue(site, issue),
    ...(event === 'deleted' ? {} : { comment: shown }),
  }
  return [{ timestamp, webhookEvent, ...(event === 'created' ? {} : { user }), comment: shown }, twin]
}

/** Neither flavor says which issue the file belongs to. */
export function wrapAttachment(site: Site, { event, attachment }: AttachmentHappening): Envelope {
  const { id, filename } = attachment
  const content = `${site.url}/secure/attachment/${id}/${encodeURIComponent(filename)}`
  return {
    timestamp: site.now(),
    webhookEvent: `attachment_${event}`,
    attachment: { ...renderAttachment(site, attachment), content },
  }
}
