import type { RequestHandler, Response } from 'express'
import type { Account, Instance } from './instance'
import { refuseLogin } from './refuse'

/** HTTP Basic; nothing is open to strangers. */
export function createAuthentication(instance: Instance): RequestHandler {
  return (req, res, next) => {
    const isExpired = res.locals.isCredentialExpired === true
    const account = isExpired ? undefined : logIn(instance, req.headers.authorization ?? '')
    if (account === undefined) refuseLogin(res)
    else {
      res.locals.account = account
      next()
    }
  }
}

/** Behind the authentication there always is an account. */
export function readAccount(res: Response): Account {
  return res.locals.account as Account
}

function logIn(instance: Instance, header: string): Account | undefined {
  const [scheme = '', credential = ''] = header.split(' ', 2)
  const pair = Buffer.from(credential, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  const isGood = scheme.toLowerCase() === 'basic' && colon > 0 && pair.slice(colon + 1) === instance.password
  return isGood ? instance.findAccount(pair.slice(0, colon)) : undefined
}
