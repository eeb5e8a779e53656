import type { Request, Response, Router } from 'express'
import { createLoginGate, readCaller } from '../authenticate'
import type { CommentContent } from '../issues/comment-changes'
import { readText } from '../issues/read-field'
import type { Jira } from '../jira'
import { isObject, readObject } from '../read-object'
import { refuse } from '../refuse'
import { type CommentPlace, type RestVersion, renderComment } from '../render/comment'
import type { Comment, Issue } from '../site'
import { findIssue } from './find-issue'

const MAX_PAGE = 5000

/** `GET` and `POST /issue/{idOrKey}/comment`, `GET`, `PUT` and `DELETE …/comment/{id}`. */
export function mountComments(router: Router, jira: Jira, version: RestVersion): void {
  const gate = createLoginGate(jira.site)
  const { site, comments } = jira
  const path = '/issue/:idOrKey/comment'

  router.get(path, (req, res) => {
    const issue = findIssue(jira, req, res)
    if (issue) res.json(listComments(jira, issue, { req, version }))
  })

  router.post(path, gate, (req, res) => {
    const issue = findIssue(jira, req, res)
    const content = issue && readContent(req, res, version)
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
    const content = found && readContent(req, res, version)
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
  const comment = issue.comments.find(({ id }) => id === req.params.id)
  if (comment !== undefined) return { issue, comment }
  refuse(res, 404, `Can not find a comment for the id: ${String(req.params.id)}.`)
  return undefined
}

/** The comment in the body; where Jira refuses it, the answer is already sent. */
function readContent(req: Request, res: Response, version: RestVersion): CommentContent | undefined {
  const { body, visibility, properties } = readObject(req.body)
  const reading = readText(body, version)
  if ('refusal' in reading || reading.value.trim() === '') {
    const isWrong = 'refusal' in reading && body !== undefined
    const message = isWrong
      ? reading.refusal.replace(/^not valid$/, 'Comment body is not valid!')
      : 'Comment body can not be empty!'
    refuse(res, 400, { comment: message })
    return undefined
  }
  return {
    body: reading.value,
    ...(visibility === undefined ? {} : { visibility }),
    ...(Array.isArray(properties) ? { properties: properties.filter(isObject).map(readProperty) } : {}),
  }
}

function readProperty({ key, value }: Record<string, unknown>): Comment['properties'][number] {
  return { key: String(key), value }
}

interface View {
  req: Request
  version: RestVersion
}

function listComments(jira: Jira, issue: Issue, view: View): unknown {
  const { startAt, maxResults, orderBy } = view.req.query
  const start = Number(startAt ?? 0) || 0
  const size = Math.min(Number(maxResults ?? MAX_PAGE) || MAX_PAGE, MAX_PAGE)
  const ordered = orderBy === '-created' ? issue.comments.toReversed() : issue.comments
  const comments = ordered.slice(start, start + size).map(comment => show(jira, { issue, comment }, view))
  return { startAt: start, maxResults: size, total: issue.comments.length, comments }
}

/** Properties are shown to those who ask for them. */
function show(jira: Jira, place: CommentPlace, { req, version }: View): unknown {
  const isExpanded = String(req.query.expand ?? '').includes('properties')
  const extra = isExpanded ? { properties: place.comment.properties } : {}
  return { ...renderComment(jira.site, place, version), ...extra }
}
