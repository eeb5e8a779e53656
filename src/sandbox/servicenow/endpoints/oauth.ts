import { Router } from 'express'
import type { ServiceNow } from '../servicenow'
import { BOT_NAME } from '../tables/seed'
import type { TokenGrant } from '../tokens'
import { readBytes } from './attach-file'

/** `POST /oauth_token.do`, form-encoded: password, refresh_token and client_credentials. */
export function createOAuth(snow: ServiceNow): Router {
  return Router().post('/oauth_token.do', (req, res) => {
    const form = new URLSearchParams(readBytes(req).toString('utf8'))
    const granted = readGrant(snow, form)
    res.set({ 'Cache-Control': 'no-store', Pragma: 'no-cache' })
    if (granted !== undefined) res.json(granted)
    // Whatever is wrong, this is all that the platform says.
    else res.status(401).json({ error_description: 'access_denied', error: 'server_error' })
  })
}

function readGrant({ tokens, instance }: ServiceNow, form: URLSearchParams): TokenGrant | undefined {
  const { client } = tokens
  if (form.get('client_id') !== client.id || form.get('client_secret') !== client.secret) return undefined
  const user = form.get('username') ?? ''
  switch (form.get('grant_type')) {
    case 'password': {
      const isKnown = form.get('password') === instance.password && instance.findAccount(user) !== undefined
      return isKnown ? tokens.grant(user, true) : undefined
    }
    case 'refresh_token':
      return tokens.refresh(form.get('refresh_token') ?? '')
    case 'client_credentials':
      return tokens.grant(BOT_NAME, false)
    default:
      return undefined
  }
}
