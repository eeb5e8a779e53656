import type { Router } from 'express'
import { createLoginGate, readCaller } from '../authenticate'
import { formatTime } from '../format-time'
import type { Jira } from '../jira'
import { readObject } from '../read-object'
import { renderUser } from '../render/user'
import type { Issue, Project } from '../site'

/** Cloud: `POST /bulk/issues/move` and `GET /bulk/queue/{taskId}`. Data Center moves by hand only. */
export function mountBulkMove(router: Router, jira: Jira): void {
  const { site } = jira
  if (site.flavor !== 'cloud') return
  const gate = createLoginGate(site)

  router.post('/bulk/issues/move', gate, (req, res) => {
    const moves = readMoves(jira, readObject(req.body).targetToSourcesMapping)
    if (moves === undefined) {
      res.status(400).json({ errors: [{ message: 'Some of the issues in the issueIdsOrKeys are not valid' }] })
      return
    }
    const caller = readCaller(res)
    for (const { issue, project } of moves) jira.issues.move(issue, project, caller)
    const taskId = site.nextId('task')
    site.tasks.set(taskId, { by: caller, at: site.now(), issueIds: moves.map(({ issue }) => Number(issue.id)) })
    res.status(201).json({ taskId })
  })

  router.get('/bulk/queue/:taskId', gate, (req, res) => {
    const task = site.tasks.get(String(req.params.taskId))
    if (task === undefined) {
      res
        .status(400)
        .json({ errors: [{ message: 'The task associated with this taskId is not a bulk operation task' }] })
      return
    }
    const time = formatTime(task.at)
    res.json({
      taskId: req.params.taskId,
      status: 'COMPLETE',
      progressPercent: 100,
      submittedBy: renderUser(site, task.by),
      created: time,
      started: time,
      updated: time,
      totalIssueCount: task.issueIds.length,
      processedAccessibleIssues: task.issueIds,
      invalidOrInaccessibleIssueCount: 0,
    })
  })
}

/** `{"OPS,10002": {issueIdsOrKeys: [...]}}`: by project and issue type; one wrong name refuses all. */
function readMoves({ site }: Jira, mapping: unknown): { issue: Issue; project: Project }[] | undefined {
  const moves = Object.entries(readObject(mapping)).flatMap(([target, sources]) => {
    const [wanted] = target.split(',')
    const project = site.projects.find(({ id, key }) => id === wanted || key === wanted)
    const { issueIdsOrKeys } = readObject(sources)
    const names = Array.isArray(issueIdsOrKeys) ? issueIdsOrKeys.map(String) : ['']
    return names.map(name => ({ issue: site.findIssue(name), project }))
  })
  const known = moves.flatMap(({ issue, project }) => (issue && project ? [{ issue, project }] : []))
  return known.length === moves.length && moves.length > 0 ? known : undefined
}
