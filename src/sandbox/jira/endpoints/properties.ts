import type { Request, Response, Router } from 'express'
import { createLoginGate, findCaller, readCaller } from '../authenticate'
import { judgeProperty } from '../issues/read-properties'
import type { Jira } from '../jira'
import { refuse } from '../refuse'
import type { Comment, Issue } from '../site'
import { maySeeComment, maySeeProject } from '../visibility'
import { findIssue } from './find-issue'

/** What can carry properties: an issue or a comment, each in its own way. */
interface Bearer {
  self: string
  /** For the ledger. */
  about: Record<string, unknown>
  keys(): string[]
  has(key: string): boolean
  get(key: string): unknown
  set(key: string, value: unknown): void
  remove(key: string): void
}

type FindBearer = (req: Request, res: Response) => Bearer | undefined

/** `GET …/properties`, and `GET`, `PUT` and `DELETE …/properties/{key}`, of issues and of comments. */
export function mountProperties(router: Router, jira: Jira): void {
  mountFor(router, jira, { path: '/issue/:idOrKey/properties', find: (req, res) => findIssueBearer(jira, req, res) })
  mountFor(router, jira, { path: '/comment/:id/properties', find: (req, res) => findCommentBearer(jira, req, res) })
}

function mountFor(router: Router, jira: Jira, { path, find }: { path: string; find: FindBearer }): void {
  const gate = createLoginGate(jira.site)

  router.get(path, (req, res) => {
    const bearer = find(req, res)
    if (bearer)
      res.json({ keys: bearer.keys().map(key => ({ self: `${bearer.self}/${encodeURIComponent(key)}`, key })) })
  })

  router.get(`${path}/:key`, (req, res) => {
    const bearer = find(req, res)
    const key = bearer && findKey(bearer, req, res)
    if (bearer && key !== undefined) res.json({ key, value: bearer.get(key) })
  })

  router.put(`${path}/:key`, gate, (req, res) => {
    const bearer = find(req, res)
    if (bearer === undefined) return
    const key = String(req.params.key)
    const refusal = judgeProperty(key, req.body)
    if (refusal !== null) {
      refuse(res, 400, refusal)
      return
    }
    const isNew = !bearer.has(key)
    bearer.set(key, req.body)
    jira.ledger.note('property.set', { ...bearer.about, property: key, actor: readCaller(res).name })
    res.status(isNew ? 201 : 200).end()
  })

  router.delete(`${path}/:key`, gate, (req, res) => {
    const bearer = find(req, res)
    const key = bearer && findKey(bearer, req, res)
    if (bearer === undefined || key === undefined) return
    bearer.remove(key)
    jira.ledger.note('property.removed', { ...bearer.about, property: key, actor: readCaller(res).name })
    res.status(204).end()
  })
}

function findKey(bearer: Bearer, req: Request, res: Response): string | undefined {
  const key = String(req.params.key)
  if (bearer.has(key)) return key
  refuse(res, 404, `The property with key '${key}' does not exist.`)
  return undefined
}

function findIssueBearer(jira: Jira, req: Request, res: Response): Bearer | undefined {
  const issue = findIssue(jira, req, res)
  if (issue === undefined) return undefined
  const { properties } = issue
  return {
    self: `${jira.site.url}/rest/api/2/issue/${issue.id}/properties`,
    about: { id: issue.id, key: issue.key },
    keys: () => Object.keys(properties),
    has: key => Object.hasOwn(properties, key),
    get: key => properties[key],
    set: (key, value) =>
      Object.defineProperty(properties, key, { value, enumerable: true, configurable: true, writable: true }),
    remove: key => delete properties[key],
  }
}

function findCommentBearer(jira: Jira, req: Request, res: Response): Bearer | undefined {
  const found = findCommentById(jira, String(req.params.id), res)
  if (found === undefined) return undefined
  const { issue, comment } = found
  return {
    self: `${jira.site.url}/rest/api/2/comment/${comment.id}/properties`,
    about: { id: issue.id, key: issue.key, comment: comment.id },
    keys: () => comment.properties.map(({ key }) => key),
    has: key => comment.properties.some(property => property.key === key),
    get: key => comment.properties.find(property => property.key === key)?.value,
    set: (key, value) => {
      comment.properties = [...comment.properties.filter(property => property.key !== key), { key, value }]
    },
    remove: key => {
      comment.properties = comment.properties.filter(property => property.key !== key)
    },
  }
}

function findCommentById(jira: Jira, id: string, res: Response): { issue: Issue; comment: Comment } | undefined {
  const caller = findCaller(res)
  for (const issue of jira.site.issues.values()) {
    const comment = issue.comments.find(known => known.id === id)
    if (comment && maySeeProject(issue.project, caller) && maySeeComment(comment, caller)) return { issue, comment }
  }
  refuse(res, 404, `Can not find a comment for the id: ${id}.`)
  return undefined
}
