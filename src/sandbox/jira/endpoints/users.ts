import type { Request, Response, Router } from 'express'
import { createLoginGate } from '../authenticate'
import type { Jira } from '../jira'
import { cutPage, readPage } from '../page'
import { refuse } from '../refuse'
import { renderAvatars, renderUser } from '../render/user'
import type { Flavor, Person, Site } from '../site'

/** `/user`, `/user/search`, `/user/assignable/search`, `/user/picker`: by account id on Cloud, by name elsewhere. */
export function mountUsers(router: Router, { site }: Jira): void {
  const gate = createLoginGate(site)

  router.get('/user', gate, (req, res) => {
    const person = findPerson(site, req)
    if (person === undefined) refuseUser(res, site.flavor)
    else res.json(renderUser(site, person))
  })

  router.get(['/user/search', '/user/assignable/search'], gate, (req, res) => {
    const { query, accountId, username } = req.query
    const words = site.flavor === 'cloud' ? query : username
    const isSearch = req.path === '/user/search'
    if (isSearch && words === undefined && accountId === undefined) {
      refuse(res, 400, `The ${site.flavor === 'cloud' ? "'query'" : 'username'} query parameter was not provided`)
      return
    }
    const found = findPeople(site, String(words ?? '')).filter(
      person => accountId === undefined || person.accountId === accountId,
    )
    const page = readPage(req.query, { size: 50, max: 1000 })
    res.json(cutPage(found, page).map(person => renderUser(site, person)))
  })

  router.get('/user/picker', gate, (req, res) => {
    const found = findPeople(site, String(req.query.query ?? ''))
    const page = readPage({ ...req.query, startAt: '0' }, { size: 50, max: 1000 })
    const users = cutPage(found, page).map(person => renderPicked(site, person))
    res.json({ users, total: found.length, header: `Showing ${users.length} of ${found.length} matching users` })
  })
}

function findPerson(site: Site, { query }: Request): Person | undefined {
  const { accountId, username, key } = query
  return site.people.find(person =>
    site.flavor === 'cloud' ? person.accountId === accountId : person.name === (username ?? key),
  )
}

function refuseUser(res: Response, flavor: Flavor): void {
  const cloud = 'Specified user does not exist or you do not have required permissions'
  refuse(res, 404, flavor === 'cloud' ? cloud : 'The user does not exist')
}

/** Data Center finds everybody by a dot, as does nothing at all on Cloud. */
function findPeople(site: Site, words: string): Person[] {
  const wanted = words.toLowerCase()
  if (wanted === '' || wanted === '.') return site.people
  return site.people.filter(({ name, displayName, email }) =>
    [name, displayName, email].some(word => word.toLowerCase().includes(wanted)),
  )
}

function renderPicked(site: Site, { accountId, accountType, name, displayName, email }: Person): unknown {
  const isCloud = site.flavor === 'cloud'
  const identity = isCloud ? { accountId, accountType } : { name, key: name }
  return {
    ...identity,
    displayName,
    html: isCloud ? displayName : `${displayName} - ${email} (${name})`,
    avatarUrl: renderAvatars(`${site.url}/secure/useravatar`)['16x16'],
  }
}
