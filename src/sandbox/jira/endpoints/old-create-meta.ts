import type { Router } from 'express'
import { createLoginGate, readCaller } from '../authenticate'
import { ISSUE_TYPES, type IssueType } from '../catalog'
import { listScreenFields } from '../field-catalog'
import type { Jira } from '../jira'
import { REQUIRED_FIELDS, renderFieldMetas } from '../render/field'
import { renderIssueType, renderProject } from '../render/project'
import type { Project, Site } from '../site'
import { listProjects } from './find-project'

/** Cloud still answers the old address, deprecated as it is; Data Center 9 dropped it. */
export function mountOldCreateMeta(router: Router, { site }: Jira): void {
  if (site.flavor !== 'cloud') return
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
