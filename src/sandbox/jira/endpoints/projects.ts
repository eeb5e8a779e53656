import type { Request, Router } from 'express'
import { findCaller } from '../authenticate'
import { ISSUE_TYPES, STATUSES } from '../catalog'
import type { Jira } from '../jira'
import { readPage, wrapPage } from '../page'
import { renderProject, renderWholeProject } from '../render/project'
import { renderStatus } from '../render/status'
import type { Project } from '../site'
import { findProject, listProjects } from './find-project'

/** `GET /project`, `/project/search` (Cloud), `/project/{idOrKey}` and its `/statuses`. Strangers see none. */
export function mountProjects(router: Router, jira: Jira): void {
  const { site } = jira

  router.get('/project', (_req, res) => {
    res.json(listProjects(site, findCaller(res)).map(project => renderProject(site, project)))
  })

  if (site.flavor === 'cloud') {
    router.get('/project/search', (req, res) => {
      const found = listProjects(site, findCaller(res)).filter(createFilter(req.query))
      const page = readPage(req.query, { size: 50, max: 100 })
      const url = `${site.url}${req.originalUrl.split('?')[0]}`
      res.json(wrapPage(found, page, { url, show: project => renderProject(site, project) }))
    })
  }

  router.get('/project/:projectIdOrKey', (req, res) => {
    const project = findProject(jira, req, res)
    if (project) res.json(renderWholeProject(site, project))
  })

  router.get('/project/:projectIdOrKey/statuses', (req, res) => {
    if (findProject(jira, req, res) === undefined) return
    const statuses = STATUSES.map(status => renderStatus(site, status))
    res.json(
      ISSUE_TYPES.map(({ id, name }) => {
        return { self: `${site.url}/rest/api/2/issuetype/${id}`, id, name, subtask: false, statuses }
      }),
    )
  })
}

function createFilter(query: Request['query']): (project: Project) => boolean {
  const keys = [query.keys ?? []].flat().map(String)
  const words = String(query.query ?? '').toLowerCase()
  return ({ key, name }) => (keys.length === 0 || keys.includes(key)) && `${key} ${name}`.toLowerCase().includes(words)
}
