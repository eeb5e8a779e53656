import type { RequestHandler, Response } from 'express'
import type { Account, Instance } from './instance'
import { refuseLogin, refuseToken } from './refuse'
import type { Switchboard } from './switches'
import { BOT_NAME } from './tables/seed'
import type { Tokens } from './tokens'

export interface AuthenticationParts {
  instance: Instance
  tokens: Tokens
  switches: Switchboard
}

/** HTTP Basic or a bearer token; nothing is open to strangers. */
export function createAuthentication(parts: AuthenticationParts): RequestHandler {
  return (req, res, next) => {
    const [scheme = '', credential = ''] = (req.headers.authorization ?? '').split(' ', 2)
    const isBearer = scheme.toLowerCase() === 'bearer'
    const isExpired = res.locals.isCredentialExpired === true
    const account = isExpired ? undefined : logIn(parts, scheme.toLowerCase(), credential)
    if (account !== undefined) {
      res.locals.account = account
      next()
    } else if (isBearer && parts.switches.read().tokenError === 'oauth') refuseToken(res)
    else refuseLogin(res)
  }
}

/** Behind the authentication there always is an account. */
export function readAccount(res: Response): Account {
  return res.locals.account as Account
}

function logIn(parts: AuthenticationParts, scheme: string, credential: string): Account | undefined {
  const { instance, tokens } = parts
  if (scheme === 'bearer') return instance.findAccount(tokens.findUser(credential) ?? '')
  const pair = Buffer.from(credential, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  const user = pair.slice(0, colon)
  const isRefused = parts.switches.read().refusesBasic && user === BOT_NAME
  const isGood = scheme === 'basic' && colon > 0 && pair.slice(colon + 1) === instance.password
  return isGood && !isRefused ? instance.findAccount(user) : undefined
}
