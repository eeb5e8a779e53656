import type { Issue, Person, Site } from '../site'
import { listVisibleComments } from '../visibility'
import { type RestVersion, renderCommentField } from './comment'
import { expandIssue } from './expand'
import { renderBriefFields, renderFields } from './fields'
import { renderWatches } from './watchers'

/** Who looks at an issue, and how. */
export interface IssueView {
  version: RestVersion
  caller: Person | null
  /** The query parameter `fields`. */
  wanted?: string
  /** The query parameter `expand`: `changelog`, `names`, `schema`, `renderedFields`, `editmeta`, `transitions`. */
  expand?: string
  /** Keys of the issue's properties to show. */
  properties?: string[]
}

/** `GET /issue`. */
export function renderIssue(site: Site, issue: Issue, view: IssueView): Record<string, unknown> {
  const comments = listVisibleComments(issue, view.caller)
  const fields = {
    ...renderFields(site, issue, view.version),
    comment: renderCommentField(site, { issue, comments }, view.version),
    worklog: EMPTY_WORKLOG,
    watches: renderWatches(site, issue, view.caller),
  }
  return {
    expand: 'renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations',
    id: issue.id,
    self: `${site.url}/rest/api/${view.version}/issue/${issue.id}`,
    key: issue.key,
    fields: pickFields(fields, view.wanted ?? '*all'),
    ...expandIssue(site, issue, view),
    ...(view.properties === undefined ? {} : { properties: pickProperties(issue, view.properties) }),
  }
}

function pickProperties({ properties }: Issue, keys: string[]): Record<string, unknown> {
  const isAll = keys.includes('*all')
  return Object.fromEntries(Object.entries(properties).filter(([key]) => isAll || keys.includes(key)))
}

const EMPTY_WORKLOG = { startAt: 0, maxResults: 20, total: 0, worklogs: [] }

/**
 * An issue inside a webhook: the shape of REST v2 on Cloud too. Data Center embeds all comments, Cloud none;
 * Cloud's `self` lacks the word `issue`.
 */
export function renderWebhookIssue(site: Site, issue: Issue): Record<string, unknown> {
  const isCloud = site.flavor === 'cloud'
  const extras = isCloud
    ? {}
    : { comment: renderCommentField(site, { issue, comments: issue.comments }, 2), worklog: EMPTY_WORKLOG }
  return {
    id: issue.id,
    self: `${site.url}/rest/api/2/${isCloud ? '' : 'issue/'}${issue.id}`,
    key: issue.key,
    fields: { ...renderFields(site, issue, 2), ...extras },
  }
}

/** The issue of a Cloud comment webhook. */
export function renderBriefIssue(site: Site, issue: Issue): Record<string, unknown> {
  return {
    id: issue.id,
    self: `${site.url}/rest/api/2/${issue.id}`,
    key: issue.key,
    fields: renderBriefFields(site, issue),
  }
}

/** `summary,status`, `*all`, `*navigable`, `-comment`; unknown names are ignored. */
function pickFields(fields: Record<string, unknown>, wanted: string): Record<string, unknown> {
  const names = wanted.split(',').map(name => name.trim())
  const dropped = new Set(names.filter(name => name.startsWith('-')).map(name => name.slice(1)))
  const picked = new Set(names.filter(name => !name.startsWith('-') && name !== ''))
  const isAll = picked.size === 0 || picked.has('*all') || picked.has('*navigable')
  const kept = Object.entries(fields).filter(([name]) => (isAll || picked.has(name)) && !dropped.has(name))
  return Object.fromEntries(kept)
}
