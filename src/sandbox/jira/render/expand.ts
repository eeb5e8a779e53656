import { listFields, listScreenFields } from '../field-catalog'
import { formatTime } from '../format-time'
import type { HistoryEntry, Issue, Site } from '../site'
import { REQUIRED_FIELDS, renderFieldMetas } from './field'
import type { IssueView } from './issue'
import { listOpenTransitions, renderTransition } from './transition'
import { renderUser } from './user'

/** The parts of an issue that come only where `expand` names them. */
export function expandIssue(site: Site, issue: Issue, { expand = '' }: IssueView): Record<string, unknown> {
  const wanted = new Set(expand.split(',').map(name => name.trim()))
  const parts: Record<string, () => unknown> = {
    changelog: () => renderChangelog(site, issue),
    names: () => Object.fromEntries(listFields(site).map(({ id, name }) => [id, name])),
    schema: () => Object.fromEntries(listFields(site).map(({ id, schema }) => [id, schema])),
    renderedFields: () => ({ description: renderHtml(issue.fields.description) }),
    editmeta: () => renderEditMeta(site, issue),
    transitions: () =>
      listOpenTransitions(site, issue).map(transition =>
        renderTransition(site, issue, { transition, showsFields: false }),
      ),
  }
  return Object.fromEntries(Object.entries(parts).flatMap(([name, read]) => (wanted.has(name) ? [[name, read()]] : [])))
}

/** What may be edited. */
export function renderEditMeta(site: Site, { project }: Issue): Record<string, unknown> {
  return { fields: renderFieldMetas(site, listScreenFields(site, 'edit'), { project, required: REQUIRED_FIELDS }) }
}

/** Embedded, the newest change comes first; on its own page on Cloud, the oldest. */
function renderChangelog(site: Site, { history }: Issue): Record<string, unknown> {
  const isNewestFirst = site.flavor === 'cloud'
  const ordered = isNewestFirst ? history.toReversed() : history
  const histories = ordered.map(entry => renderHistory(site, entry))
  return { startAt: 0, maxResults: histories.length, total: histories.length, histories }
}

export function renderHistory(site: Site, { id, author, created, items }: HistoryEntry): Record<string, unknown> {
  return { id, author: renderUser(site, author), created: formatTime(created), items }
}

function renderHtml(text: string | null): string | null {
  if (text === null) return null
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return `<p>${escaped.replaceAll('\n', '<br/>')}</p>`
}
