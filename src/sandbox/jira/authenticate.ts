import type { RequestHandler, Response } from 'express'
import type { Jira } from './jira'
import { LOGIN_PAGE } from './login-page'
import { refuseAnonymous } from './refuse'
import { BOT, type Person, type Site } from './site'

/**
 * Finds out who calls. A wrong or expired credential does not fail here: Jira goes on as for an anonymous caller, and
 * one response header is the only sign.
 */
export function createAuthentication({ site, wrongLogin }: Pick<Jira, 'site' | 'wrongLogin'>): RequestHandler {
  const showsPage = site.flavor === 'datacenter' && wrongLogin === 'login-page'
  return (req, res, next) => {
    const header = req.headers.authorization
    const person = header === undefined || res.locals.isCredentialExpired === true ? null : logIn(site, header)
    if (header !== undefined && person === null && showsPage) {
      res.status(200).type('html').send(LOGIN_PAGE)
      return
    }
    if (header !== undefined && person === null) res.set('X-Seraph-LoginReason', 'AUTHENTICATED_FAILED')
    if (person !== null) res.set(site.flavor === 'cloud' ? 'X-AAccountId' : 'X-AUSERNAME', identify(site, person))
    res.locals.person = person
    res.locals.isApp = person !== null && header === `Bearer ${site.oauth.accessToken}`
    next()
  }
}

/** For writes and `/myself`: an anonymous caller gets 401. */
export function createLoginGate(site: Site): RequestHandler {
  return (_req, res, next) => {
    if (findCaller(res) === null) refuseAnonymous(res, site.flavor)
    else next()
  }
}

export function findCaller(res: Response): Person | null {
  return (res.locals.person as Person | null | undefined) ?? null
}

/** Behind the login gate there always is a caller. */
export function readCaller(res: Response): Person {
  const person = findCaller(res)
  if (person === null) throw new Error('this endpoint stands before the login gate')
  return person
}

function identify(site: Site, person: Person): string {
  return site.flavor === 'cloud' ? person.accountId : person.name
}

/** Cloud: Basic e-mail and API token, or Bearer access token of the app. Data Center: Bearer PAT (the bot's), or Basic name and password. */
function logIn(site: Site, header: string): Person | null {
  const [scheme = '', credential = ''] = header.split(' ', 2)
  if (scheme.toLowerCase() === 'bearer') {
    const expected = site.flavor === 'datacenter' ? site.token : site.oauth.accessToken
    return credential === expected ? BOT : null
  }
  if (scheme.toLowerCase() !== 'basic') return null
  const pair = Buffer.from(credential, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  if (colon < 0 || pair.slice(colon + 1) !== site.token) return null
  const account = pair.slice(0, colon)
  return site.people.find(person => account === (site.flavor === 'cloud' ? person.email : person.name)) ?? null
}
