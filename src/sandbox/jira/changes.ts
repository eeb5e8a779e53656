import { type AttachmentChanges, createAttachmentChanges } from './attachments/attachment-changes'
import { type CommentChanges, createCommentChanges } from './issues/comment-changes'
import { type ChangeParts, createIssueChanges, type IssueChanges } from './issues/issue-changes'
import { createRemoteLinkChanges, type RemoteLinkChanges } from './links/remote-links'

/** All that can happen to an issue and to what hangs on it. */
export interface Changes {
  issues: IssueChanges
  comments: CommentChanges
  attachments: AttachmentChanges
  remoteLinks: RemoteLinkChanges
}

export function createChanges(parts: ChangeParts): Changes {
  const issues = createIssueChanges(parts)
  return {
    issues,
    comments: createCommentChanges(parts),
    attachments: createAttachmentChanges(parts.site, { issues, announcer: parts.announcer }),
    remoteLinks: createRemoteLinkChanges(parts.site, issues),
  }
}
