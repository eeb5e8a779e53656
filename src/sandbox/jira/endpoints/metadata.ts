import type { Request, Response, Router } from 'express'
import { createLoginGate, readCaller } from '../authenticate'
import { ISSUE_TYPES, type IssueType } from '../catalog'
import { listFields, listScreenFields } from '../field-catalog'
import type { Jira } from '../jira'
import { cutPage, type Page, readPage } from '../page'
import { refuse } from '../refuse'
import { renderEditMeta } from '../render/expand'
import { REQUIRED_FIELDS, renderFieldMeta, renderFieldMetas } from '../render/field'
import { renderIssueType, renderProject } from '../render/project'
import type { Project, Site } from '../site'
import { findIssue } from './find-issue'
import { findProject, listProjects } from './find-project'

/** What can be set where: `/field`, `/issue/createmeta…`, `/issue/{idOrKey}/editmeta`. */
export function mountMetadata(router: Router, jira: Jira): void {
  const { site } = jira
  const gate = createLoginGate(site)

  router.get('/field', gate, (_req, res) => {
    res.json(listFields(site).map(field => showField(site, field)))
  })

  router.get('/issue/createmeta/:projectIdOrKey/issuetypes', gate, (req, res) => {
    const project = findProject(jira, req, res)
    if (project === undefined) return
    const page = readPage(req.query, { size: 50, max: 200 })
    res.json(wrap(site, { name: 'issueTypes', items: ISSUE_TYPES.map(type => renderIssueType(site, type)) }, page))
  })

  router.get('/issue/createmeta/:projectIdOrKey/issuetypes/:type', gate, (req, res) => {
    const project = findProject(jira, req, res)
    const type = project && findType(req, res)
    if (project === undefined || type === undefined) return
    const page = readPage(req.query, { size: 50, max: 200 })
    res.json(wrap(site, { name: 'fields', items: listCreateFields(site, project) }, page))
  })

  router.get('/issue/:idOrKey/editmeta', gate, (req, res) => {
    const issue = findIssue(jira, req, res)
    if (issue) res.json(renderEditMeta(site, issue))
  })
  if (site.flavor === 'cloud') mountOldCreateMeta(router, jira)
}

/** Cloud still answers the old address, deprecated as it is; Data Center 9 dropped it. */
function mountOldCreateMeta(router: Router, { site }: Jira): void {
  router.get('/issue/createmeta', createLoginGate(site), (req, res) => {
    const keys = String(req.query.projectKeys ?? '')
      .split(',')
      .filter(key => key !== '')
    const showsFields = String(req.query.expand ?? '').includes('projects.issuetypes.fields')
    const projects = listProjects(site, readCaller(res)).filter(({ key }) => keys.length === 0 || keys.includes(key))
    const showType = (project: Project) => (type: IssueType) => ({
      ...renderIssueType(site, type),
      ...(showsFields ? { expand: 'fields', fields: renderCreateFields(site, project) } : {}),
    })
    const shown = projects.map(project => {
      const { self, id, key, name, avatarUrls } = renderProject(site, project)
      return { self, id, key, name, avatarUrls, issuetypes: ISSUE_TYPES.map(showType(project)) }
    })
    res.json({ expand: 'projects', projects: shown })
  })
}

function renderCreateFields(site: Site, project: Project): Record<string, unknown> {
  return renderFieldMetas(site, listScreenFields(site, 'create'), { project, required: REQUIRED_FIELDS })
}

function listCreateFields(site: Site, project: Project): unknown[] {
  return listScreenFields(site, 'create').map(field => ({
    ...renderFieldMeta(site, field, { project, isRequired: REQUIRED_FIELDS.has(field.id) }),
    fieldId: field.id,
  }))
}

/** Cloud names the list, Data Center calls every list `values`. */
function wrap(site: Site, list: { name: string; items: unknown[] }, page: Page): unknown {
  const { name, items } = list
  const total = items.length
  if (site.flavor === 'cloud') return { ...page, total, [name]: cutPage(items, page) }
  return { ...page, total, isLast: page.startAt + page.maxResults >= total, values: cutPage(items, page) }
}

function findType(req: Request, res: Response): IssueType | undefined {
  const found = ISSUE_TYPES.find(({ id }) => id === req.params.type)
  if (found === undefined) refuse(res, 400, 'The issue type selected is invalid.')
  return found
}

function showField(site: Site, field: ReturnType<typeof listFields>[number]): unknown {
  const { id, name, isCustom, schema, operations, clauseNames } = field
  return {
    id,
    ...(site.flavor === 'cloud' ? { key: id } : {}),
    name,
    custom: isCustom,
    orderable: operations.length > 0,
    navigable: true,
    searchable: true,
    clauseNames,
    schema,
  }
}
