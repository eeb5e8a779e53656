import type { Request, Response, Router } from 'express'
import { createLoginGate } from '../authenticate'
import { ISSUE_TYPES, type IssueType } from '../catalog'
import { listScreenFields } from '../field-catalog'
import type { Jira } from '../jira'
import { cutPage, type Page, readPage } from '../page'
import { refuse } from '../refuse'
import { REQUIRED_FIELDS, renderFieldMeta } from '../render/field'
import { renderIssueType } from '../render/project'
import { findProject } from './find-project'

const SIZES = { size: 50, max: 200 }

/** `/issue/createmeta/{projectIdOrKey}/issuetypes` and, below it, the fields of one type. */
export function mountCreateMeta(router: Router, jira: Jira): void {
  const { site } = jira
  const gate = createLoginGate(site)
  const path = '/issue/createmeta/:projectIdOrKey/issuetypes'
  /** Cloud names the list, Data Center calls every list `values`. */
  const wrap = (name: string, items: unknown[], page: Page) => {
    const total = items.length
    if (site.flavor === 'cloud') return { ...page, total, [name]: cutPage(items, page) }
    return { ...page, total, isLast: page.startAt + page.maxResults >= total, values: cutPage(items, page) }
  }

  router.get(path, gate, (req, res) => {
    if (findProject(jira, req, res) === undefined) return
    const types = ISSUE_TYPES.map(type => renderIssueType(site, type))
    res.json(wrap('issueTypes', types, readPage(req.query, SIZES)))
  })

  router.get(`${path}/:type`, gate, (req, res) => {
    const project = findProject(jira, req, res)
    const type = project && findType(req, res)
    if (project === undefined || type === undefined) return
    const fields = listScreenFields(site, 'create').map(field => ({
      ...renderFieldMeta(site, field, { project, isRequired: REQUIRED_FIELDS.has(field.id) }),
      fieldId: field.id,
    }))
    res.json(wrap('fields', fields, readPage(req.query, SIZES)))
  })
}

function findType(req: Request, res: Response): IssueType | undefined {
  const found = ISSUE_TYPES.find(({ id }) => id === req.params.type)
  if (found === undefined) refuse(res, 400, 'The issue type selected is invalid.')
  return found
}
