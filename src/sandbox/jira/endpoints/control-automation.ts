import type { Router } from 'express'
import type { Jira } from '../jira'
import { isObject, readObject } from '../read-object'
import { renderAutomationFormat, renderJiraFormat } from '../webhooks/automation'

/** `POST /_sandbox/automation {issueId, url, headers?, format}`: an automation rule sends its web request, once. */
export function mountAutomation(router: Router, { site, courier }: Jira): void {
  router.post('/automation', (req, res) => {
    const { issueId, url, headers, format = 'jira' } = readObject(req.body)
    const issue = site.findIssue(String(issueId))
    const render = format === 'jira' ? renderJiraFormat : format === 'automation' ? renderAutomationFormat : undefined
    if (issue === undefined || render === undefined || typeof url !== 'string' || !URL.canParse(url)) {
      res.status(400).json({ error: 'issueId must name an issue, url be a URL, format be jira or automation' })
      return
    }
    const extra = isObject(headers) ? Object.entries(headers).map(([name, value]) => [name, String(value)]) : []
    courier.send({
      url,
      body: Buffer.from(JSON.stringify(render(site, issue))),
      headers: { 'Content-Type': 'application/json', ...Object.fromEntries(extra) },
      event: `automation:${String(format)}`,
      isRetried: false,
    })
    res.status(202).json({})
  })
}
