import { renderWebhookIssue } from '../render/issue'
import type { Issue, Site } from '../site'

/** "Issue data (Jira format)": no event, no user, no timestamp, and the issue's id is a number. */
export function renderJiraFormat(site: Site, issue: Issue): unknown {
  const { fields, self, key } = renderWebhookIssue(site, issue)
  const changelog = { startAt: 0, maxResults: 0, total: 0, histories: null }
  return { issue: { self, id: Number(issue.id), key, changelog, fields } }
}

/** "Issue data (Automation format)": the issue itself, without a wrapper, its ids as numbers. */
export function renderAutomationFormat(site: Site, issue: Issue): unknown {
  return JSON.parse(JSON.stringify(renderWebhookIssue(site, issue)), numberId)
}

function numberId(name: string, value: unknown): unknown {
  return name === 'id' && typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
}
