import type { Request, Response, Router } from 'express'
import { createLoginGate, findCaller, readCaller } from '../authenticate'
import type { Jira } from '../jira'
import { refuse } from '../refuse'
import { renderWatchers } from '../render/watchers'
import type { Issue, Person } from '../site'
import { findIssue } from './find-issue'

/** `GET`, `POST` and `DELETE …/watchers`. Watching is no change of the issue: no webhook tells it, `updated` stays. */
export function mountWatchers(router: Router, jira: Jira): void {
  const gate = createLoginGate(jira.site)
  const path = '/issue/:idOrKey/watchers'

  router.get(path, (req, res) => {
    const issue = findIssue(jira, req, res)
    if (issue) res.json(renderWatchers(jira.site, issue, findCaller(res)))
  })

  router.post(path, gate, (req, res) => {
    const { userName } = req.query
    const named = typeof req.body === 'string' ? req.body : userName
    const found = findWatched(jira, { req, res, person: named ?? identify(jira, readCaller(res)) })
    if (found === undefined) return
    const { issue, person } = found
    if (!issue.watchers.includes(person)) {
      issue.watchers.push(person)
      note(jira, 'watcher.added', { issue, person, actor: readCaller(res) })
    }
    res.status(204).end()
  })

  router.delete(path, gate, (req, res) => {
    const { accountId, username, userName } = req.query
    const named = jira.site.flavor === 'cloud' ? accountId : (username ?? userName)
    const found = findWatched(jira, { req, res, person: named })
    if (found === undefined) return
    const { issue, person } = found
    if (issue.watchers.includes(person)) {
      issue.watchers.splice(issue.watchers.indexOf(person), 1)
      note(jira, 'watcher.removed', { issue, person, actor: readCaller(res) })
    }
    res.status(204).end()
  })
}

/** What a person goes by: the account id on Cloud, the name elsewhere. */
function identify({ site }: Jira, person: Person): string {
  return site.flavor === 'cloud' ? person.accountId : person.name
}

function findWatched(
  jira: Jira,
  asked: { req: Request; res: Response; person: unknown },
): { issue: Issue; person: Person } | undefined {
  const { req, res } = asked
  const issue = findIssue(jira, req, res)
  if (issue === undefined) return undefined
  if (typeof asked.person !== 'string') {
    refuse(res, 400, 'The user is not given.')
    return undefined
  }
  const person = jira.site.people.find(known => identify(jira, known) === asked.person)
  if (person === undefined) refuse(res, 404, 'The specified user does not exist.')
  return person && { issue, person }
}

function note({ ledger }: Jira, effect: string, about: { issue: Issue; person: Person; actor: Person }): void {
  const { issue, person, actor } = about
  ledger.note(effect, { id: issue.id, key: issue.key, watcher: person.name, actor: actor.name })
}
