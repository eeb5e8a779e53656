import type { Request, Response, Router } from 'express'
import { createLoginGate, findCaller, readCaller } from '../authenticate'
import type { Jira } from '../jira'
import { cutPage, readPage } from '../page'
import { refuse } from '../refuse'
import { type CommentPlace, type RestVersion, renderComment } from '../render/comment'
import type { Comment, Issue } from '../site'
import { listVisibleComments } from '../visibility'
import { findIssue } from './find-issue'
import { readComment } from './read-comment'

const MAX_PAGE = 5000

/** `GET` and `POST /issue/{idOrKey}/comment`, `GET`, `PUT` and `DELETE …/comment/{id}`. */
export function mountComments(router: Router, jira: Jira, version: RestVersion): void {
  const gate = createLoginGate(jira.site)
  const { site, comments } = jira
  const path = '/issue/:idOrKey/comment'

  router.get(path, (req, res) => {
    const issue = findIssue(jira, req, res)
    const comments = issue && listVisibleComments(issue, findCaller(res))
    if (issue && comments) res.json(listComments(jira, { issue, comments }, { req, version }))
  })

  router.post(path, gate, (req, res) => {
    const issue = findIssue(jira, req, res)
    const content = issue && readComment(req, res, { version, site })
    if (!issue || !content) return
    const comment = comments.add(issue, content, readCaller(res))
    const shown = renderComment(site, { issue, comment }, version)
    res.status(201).location(String(shown.self)).json(shown)
  })

  router.get(`${path}/:id`, (req, res) => {
    const found = findComment(jira, req, res)
    if (found) res.json(show(jira, found, { req, version }))
  })

  router.put(`${path}/:id`, gate, (req, res) => {
    const found = findComment(jira, req, res)
    const content = found && readComment(req, res, { version, site })
    if (!found || !content) return
    comments.edit(found.issue, found.comment, { content, actor: readCaller(res) })
    res.json(renderComment(site, found, version))
  })

  router.delete(`${path}/:id`, gate, (req, res) => {
    const found = findComment(jira, req, res)
    if (!found) return
    comments.remove(found.issue, found.comment, readCaller(res))
    res.status(204).end()
  })
}

function findComment(jira: Jira, req: Request, res: Response): CommentPlace | undefined {
  const issue = findIssue(jira, req, res)
  if (issue === undefined) return undefined
  const comment = listVisibleComments(issue, findCaller(res)).find(({ id }) => id === req.params.id)
  if (comment !== undefined) return { issue, comment }
  refuse(res, 404, `Can not find a comment for the id: ${String(req.params.id)}.`)
  return undefined
}

interface View {
  req: Request
  version: RestVersion
}

function listComments(jira: Jira, found: { issue: Issue; comments: Comment[] }, view: View): unknown {
  const { issue, comments } = found
  const page = readPage(view.req.query, { size: MAX_PAGE, max: MAX_PAGE })
  const ordered = view.req.query.orderBy === '-created' ? comments.toReversed() : comments
  const shown = cutPage(ordered, page).map(comment => show(jira, { issue, comment }, view))
  return { ...page, total: comments.length, comments: shown }
}

/** Properties are shown to those who ask for them. */
function show(jira: Jira, place: CommentPlace, { req, version }: View): unknown {
  const isExpanded = String(req.query.expand ?? '').includes('properties')
  const extra = isExpanded ? { properties: place.comment.properties } : {}
  return { ...renderComment(jira.site, place, version), ...extra }
}
