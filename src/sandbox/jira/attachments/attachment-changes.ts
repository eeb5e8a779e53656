import { createItem, NOTHING } from '../issues/changelog'
import type { IssueChanges } from '../issues/issue-changes'
import type { Attachment, Issue, Person, Site } from '../site'
import type { Announcer } from '../webhooks/announcer'
import type { FormFile } from './read-multipart'

/** Files come and go: each is an event of its own, without its issue, and a change of the issue. */
export interface AttachmentChanges {
  add(issue: Issue, file: FormFile, actor: Person): Attachment
  remove(issue: Issue, attachment: Attachment, actor: Person): void
}

export function createAttachmentChanges(
  site: Site,
  parts: { issues: IssueChanges; announcer: Announcer },
): AttachmentChanges {
  const { issues, announcer } = parts
  const field = { field: 'Attachment', fieldtype: 'jira', fieldId: 'attachment' } as const
  const describe = ({ id, filename }: Attachment) => ({ id, text: filename })
  return {
    add: (issue, { filename, mimeType, bytes }, actor) => {
      const id = site.nextId('attachment')
      const attachment = { id, filename, mimeType, size: bytes.length, author: actor, created: site.now() }
      site.contents.set(id, { issueId: issue.id, bytes: Buffer.from(bytes) })
      issue.attachments.push(attachment)
      announcer.announceAttachment({ event: 'created', issue, attachment })
      const items = [createItem(field, NOTHING, describe(attachment))]
      issues.amend(issue, { effect: 'attachment.created', actor, items })
      return attachment
    },
    remove: (issue, attachment, actor) => {
      issue.attachments.splice(issue.attachments.indexOf(attachment), 1)
      site.contents.delete(attachment.id)
      announcer.announceAttachment({ event: 'deleted', issue, attachment })
      const items = [createItem(field, describe(attachment), NOTHING)]
      issues.amend(issue, { effect: 'attachment.deleted', actor, items })
    },
  }
}
