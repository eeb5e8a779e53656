import type { Attachment, Issue, Site } from '../site'

/** An attachment and its issue. */
export function findAttachment(site: Site, id: string): { issue: Issue; attachment: Attachment } | undefined {
  const issue = site.issues.get(site.contents.get(id)?.issueId ?? '')
  const attachment = issue?.attachments.find(known => known.id === id)
  return issue && attachment && { issue, attachment }
}
