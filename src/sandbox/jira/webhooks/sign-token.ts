import { createHmac } from 'node:crypto'
import type { Site } from '../site'

const LIFE_S = 180

/** The token that webhooks of an OAuth app carry: a JWT signed with the app's client secret. */
export function signToken(site: Site): string {
  const nowS = Math.floor(site.now() / 1000)
  const head = encode({ alg: 'HS256', typ: 'JWT' })
  const claims = encode({ iss: site.oauth.clientId, iat: nowS, exp: nowS + LIFE_S })
  const signature = createHmac('sha256', site.oauth.clientSecret).update(`${head}.${claims}`).digest('base64url')
  return `${head}.${claims}.${signature}`
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
