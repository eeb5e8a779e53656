import type { Request, Response, Router } from 'express'
import { createLoginGate, readCaller } from '../authenticate'
import type { Jira } from '../jira'
import { findByGlobalId, type RemoteLinkContent, readRemoteLink } from '../links/remote-links'
import { refuse } from '../refuse'
import type { Issue, RemoteLink, Site } from '../site'
import { findIssue } from './find-issue'

/** `GET`, `POST` and `DELETE …/remotelink`, and `GET`, `PUT` and `DELETE …/remotelink/{id}`. */
export function mountRemoteLinks(router: Router, jira: Jira): void {
  const gate = createLoginGate(jira.site)
  const path = '/issue/:idOrKey/remotelink'

  router.get(path, gate, (req, res) => {
    const issue = findIssue(jira, req, res)
    if (issue === undefined) return
    if (req.query.globalId === undefined) {
      res.json(issue.remoteLinks.map(link => show(jira.site, issue, link)))
      return
    }
    const link = findNamed(issue, req, res)
    if (link) res.json(show(jira.site, issue, link))
  })

  router.post(path, gate, (req, res) => {
    const issue = findIssue(jira, req, res)
    const content = issue && readContent(req, res)
    if (!issue || !content) return
    const { link, isNew } = jira.remoteLinks.put(issue, content, readCaller(res))
    res
      .status(isNew && jira.site.flavor === 'cloud' ? 201 : 200)
      .json({ id: link.id, self: locate(jira.site, issue, link) })
  })

  router.delete(path, gate, (req, res) => {
    const issue = findIssue(jira, req, res)
    const link = issue && findNamed(issue, req, res)
    if (!issue || !link) return
    jira.remoteLinks.remove(issue, link, readCaller(res))
    res.status(204).end()
  })
  mountOne(router, jira, `${path}/:linkId`)
}

function mountOne(router: Router, jira: Jira, path: string): void {
  const gate = createLoginGate(jira.site)

  router.get(path, gate, (req, res) => {
    const found = findLink(jira, req, res)
    if (found) res.json(show(jira.site, found.issue, found.link))
  })

  router.put(path, gate, (req, res) => {
    const found = findLink(jira, req, res)
    const content = found && readContent(req, res)
    if (!found || !content) return
    jira.remoteLinks.replace(found.issue, { link: found.link, content, actor: readCaller(res) })
    res.status(204).end()
  })

  router.delete(path, gate, (req, res) => {
    const found = findLink(jira, req, res)
    if (!found) return
    jira.remoteLinks.remove(found.issue, found.link, readCaller(res))
    res.status(204).end()
  })
}

function readContent(req: Request, res: Response): RemoteLinkContent | undefined {
  const content = readRemoteLink(req.body)
  if (!('errors' in content)) return content
  refuse(res, 400, content.errors)
  return undefined
}

function findNamed(issue: Issue, req: Request, res: Response): RemoteLink | undefined {
  const { globalId } = req.query
  const link = typeof globalId === 'string' ? findByGlobalId(issue, globalId) : undefined
  if (link === undefined) refuse(res, globalId === undefined ? 400 : 404, 'No remote link with the given globalId.')
  return link
}

function findLink(jira: Jira, req: Request, res: Response): { issue: Issue; link: RemoteLink } | undefined {
  const issue = findIssue(jira, req, res)
  if (issue === undefined) return undefined
  const link = issue.remoteLinks.find(({ id }) => String(id) === req.params.linkId)
  if (link !== undefined) return { issue, link }
  refuse(res, 404, 'The remote issue link does not exist.')
  return undefined
}

function locate(site: Site, issue: Issue, link: RemoteLink): string {
  return `${site.url}/rest/api/2/issue/${issue.id}/remotelink/${link.id}`
}

function show(site: Site, issue: Issue, link: RemoteLink): unknown {
  const { id, globalId, application, relationship, object } = link
  return {
    id,
    self: locate(site, issue, link),
    ...(globalId === null ? {} : { globalId }),
    application: application ?? {},
    ...(relationship === null ? {} : { relationship }),
    object: { icon: {}, ...object },
  }
}
