import type { Router } from 'express'
import { createLoginGate, readCaller } from '../authenticate'
import { readEdit } from '../issues/read-edit'
import type { Jira } from '../jira'
import { readObject } from '../read-object'
import { refuse } from '../refuse'
import type { RestVersion } from '../render/comment'
import type { Project } from '../site'
import { maySeeProject } from '../visibility'
import { mountBulkFetch } from './bulk-fetch'

/** `POST /issue`, and many issues at once. */
export function mountIssues(router: Router, jira: Jira, version: RestVersion): void {
  const gate = createLoginGate(jira.site)
  const { site } = jira
  mountBulkFetch(router, jira, version)
  router.post('/issue', gate, (req, res) => {
    const actor = readCaller(res)
    const { project: wanted, ...fields } = readObject(readObject(req.body).fields)
    const project = findProject(
      site.projects.filter(known => maySeeProject(known, actor)),
      wanted,
    )
    const context = { site, version, project: project ?? NO_PROJECT }
    const edit = readEdit({ ...readObject(req.body), fields }, context)
    const { summary, issuetype } = 'fields' in edit ? edit.fields : {}
    if ('errors' in edit || project === undefined || summary === undefined || issuetype === undefined) {
      const found = 'errors' in edit ? edit.errors : {}
      refuse(res, 400, { ...listMissing({ project, fields }), ...found })
      return
    }
    const issue = jira.issues.create(project, { ...edit.fields, summary, issuetype }, actor)
    Object.assign(issue.properties, edit.properties)
    for (const body of edit.comments) jira.comments.add(issue, { body }, actor)
    const self = `${site.url}/rest/api/${version}/issue/${issue.id}`
    res.status(201).json({ id: issue.id, key: issue.key, self })
  })
}

const NO_PROJECT: Project = { id: '', key: '', name: '', components: [], readers: null }

function findProject(projects: Project[], wanted: unknown): Project | undefined {
  const { id, key } = readObject(wanted)
  return projects.find(project => project.id === id || project.key === key)
}

function listMissing(asked: { project: Project | undefined; fields: Record<string, unknown> }): Record<string, string> {
  return {
    ...(asked.project === undefined ? { project: 'Specify a valid project ID or key' } : {}),
    ...('summary' in asked.fields ? {} : { summary: 'You must specify a summary of the issue.' }),
    ...('issuetype' in asked.fields ? {} : { issuetype: 'Specify an issue type' }),
  }
}
