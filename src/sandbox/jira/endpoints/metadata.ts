import type { Router } from 'express'
import { createLoginGate } from '../authenticate'
import { listFields } from '../field-catalog'
import type { Jira } from '../jira'
import { renderEditMeta } from '../render/expand'
import { renderField } from '../render/field'
import { mountCreateMeta } from './create-meta'
import { findIssue } from './find-issue'
import { mountOldCreateMeta } from './old-create-meta'

/** What can be set where: `/field`, `/issue/createmeta…`, `/issue/{idOrKey}/editmeta`. */
export function mountMetadata(router: Router, jira: Jira): void {
  const { site } = jira
  const gate = createLoginGate(site)

  router.get('/field', gate, (_req, res) => {
    res.json(listFields(site).map(field => renderField(site, field)))
  })

  router.get('/issue/:idOrKey/editmeta', gate, (req, res) => {
    const issue = findIssue(jira, req, res)
    if (issue) res.json(renderEditMeta(site, issue))
  })
  mountCreateMeta(router, jira)
  mountOldCreateMeta(router, jira)
}
