import { formatTime } from '../format-time'
import type { Attachment, Site } from '../site'
import { renderUser } from './user'

/** An attachment in issues and webhooks: its content stands at the web page's address there. */
export function renderAttachment(site: Site, attachment: Attachment): Record<string, unknown> {
  const { id, filename, mimeType, size, author, created } = attachment
  return {
    self: `${site.url}/rest/api/2/attachment/${id}`,
    id,
    filename,
    author: renderUser(site, author),
    created: formatTime(created),
    size,
    mimeType,
    content: locateContent(site, attachment),
  }
}

/** Where its bytes are: Cloud's REST has an address for them, Data Center's is that of the web page. */
export function locateContent(site: Site, { id, filename }: Attachment): string {
  return site.flavor === 'cloud'
    ? `${site.url}/rest/api/2/attachment/content/${id}`
    : `${site.url}/secure/attachment/${id}/${encodeURIComponent(filename)}`
}
