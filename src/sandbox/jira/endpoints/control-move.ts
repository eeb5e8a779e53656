import type { Router } from 'express'
import type { Jira } from '../jira'
import { readObject } from '../read-object'
import { MOVER } from '../site'

/** `POST /_sandbox/move {id, project}`: a person moves an issue, which the REST API cannot. */
export function mountMove(router: Router, { site, issues }: Jira): void {
  router.post('/move', (req, res) => {
    const { id, project: wanted } = readObject(req.body)
    const issue = site.findIssue(String(id))
    const project = site.projects.find(({ key }) => key === wanted)
    if (issue === undefined || project === undefined || project === issue.project) {
      res.status(400).json({ error: 'id must name an issue (id or key), project the key of another project' })
      return
    }
    issues.move(issue, project, MOVER)
    res.json({ id: issue.id, key: issue.key })
  })
}
