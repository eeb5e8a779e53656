import { createItem, NOTHING } from '../issues/changelog'
import type { IssueChanges } from '../issues/issue-changes'
import { isObject, readObject } from '../read-object'
import type { Issue, Person, RemoteLink, Site } from '../site'

/** What a request says of a remote link; what it leaves out is null, in an update too. */
export type RemoteLinkContent = Omit<RemoteLink, 'id'>

export interface RemoteLinkChanges {
  /** A link of the same global id is replaced. */
  put(issue: Issue, content: RemoteLinkContent, actor: Person): { link: RemoteLink; isNew: boolean }
  replace(issue: Issue, change: { link: RemoteLink; content: RemoteLinkContent; actor: Person }): void
  remove(issue: Issue, link: RemoteLink, actor: Person): void
}

const MAX_GLOBAL_ID = 255

export function createRemoteLinkChanges(site: Site, issues: IssueChanges): RemoteLinkChanges {
  const field = { field: 'RemoteIssueLink', fieldtype: 'jira' } as const
  const tell = (
    issue: Issue,
    effect: string,
    change: { before: RemoteLink | null; after: RemoteLink | null; actor: Person },
  ) => {
    const { before, after, actor } = change
    issues.amend(issue, { effect, actor, items: [createItem(field, describe(before), describe(after))] })
  }
  const replace: RemoteLinkChanges['replace'] = (issue, { link, content, actor }) => {
    const before = { ...link }
    Object.assign(link, content)
    tell(issue, 'remotelink.updated', { before, after: link, actor })
  }
  return {
    put: (issue, content, actor) => {
      const same = content.globalId === null ? undefined : findByGlobalId(issue, content.globalId)
      if (same !== undefined) {
        replace(issue, { link: same, content, actor })
        return { link: same, isNew: false }
      }
      const link = { id: Number(site.nextId('remotelink')), ...content }
      issue.remoteLinks.push(link)
      tell(issue, 'remotelink.created', { before: null, after: link, actor })
      return { link, isNew: true }
    },
    replace,
    remove: (issue, link, actor) => {
      issue.remoteLinks.splice(issue.remoteLinks.indexOf(link), 1)
      tell(issue, 'remotelink.deleted', { before: link, after: null, actor })
    },
  }
}

export function findByGlobalId(issue: Issue, globalId: string): RemoteLink | undefined {
  return issue.remoteLinks.find(link => link.globalId === globalId)
}

/** The link in a request's body, or Jira's messages by field. */
export function readRemoteLink(body: unknown): RemoteLinkContent | { errors: Record<string, string> } {
  const { globalId, application, relationship, object } = readObject(body)
  const { title, url } = readObject(object)
  const errors = {
    ...(isFilled(title) ? {} : { title: "'title' is required." }),
    ...(isFilled(url) && URL.canParse(url) ? {} : { url: "'url' is required, and must be a valid URL." }),
    ...(String(globalId ?? '').length <= MAX_GLOBAL_ID
      ? {}
      : { globalId: "'globalId' must be at most 255 characters." }),
  }
  if (Object.keys(errors).length > 0) return { errors }
  return {
    globalId: isFilled(globalId) ? globalId : null,
    application: isObject(application) ? application : null,
    relationship: isFilled(relationship) ? relationship : null,
    object: readObject(object),
  }
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function describe(link: RemoteLink | null): typeof NOTHING {
  if (link === null) return NOTHING
  const name = readObject(link.application).name
  const source = typeof name === 'string' ? ` (${name})` : ''
  return { id: String(link.id), text: `This issue links to "${String(link.object.title)}${source}"` }
}
