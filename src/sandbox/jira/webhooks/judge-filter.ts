import { type JqlClause, parseJql } from '../search/jql-parse'
import { openSearch } from '../search/search-issues'
import { BOT, type Site } from '../site'

const FIELDS = new Set(['issuekey', 'key', 'project', 'issuetype', 'status', 'assignee', 'reporter'])
const OPERATORS = new Set(['=', '!=', 'in', 'not in'])

/** What Cloud says against the filter of a dynamic webhook, which may use a few fields and operators only. */
export function judgeWebhookFilter(site: Site, jql: string): string[] {
  const query = parseJql(jql)
  if ('error' in query) return [query.error]
  if (query.where === null) return []
  const narrow = judgeClause(query.where)
  if (narrow.length > 0) return narrow
  const search = openSearch(jql, { site, caller: BOT, nowMs: site.now() })
  return 'errors' in search ? search.errors : []
}

function judgeClause(clause: JqlClause): string[] {
  if (clause.kind === 'not') return judgeClause(clause.part)
  if (clause.kind !== 'term') return clause.parts.flatMap(judgeClause)
  const { field, operator } = clause
  const isField = FIELDS.has(field.toLowerCase()) || /^cf\[\d{1,10}\]$/i.test(field)
  return [
    ...(isField ? [] : [`Field '${field}' is not supported in a webhook's filter.`]),
    ...(OPERATORS.has(operator) ? [] : [`The operator '${operator}' is not supported in a webhook's filter.`]),
  ]
}
