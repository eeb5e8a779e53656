import type { Environment } from './config/variables'
import { BridgeError } from './errors'

/** Where a running server is asked, and with which key. */
export interface ApiAccess {
  url: string
  key: string
}

/** `BRIDGE_URL` and `BRIDGE_KEY`, or null where neither is set. */
export function readApiAccess({ BRIDGE_URL: url, BRIDGE_KEY: key }: Environment): ApiAccess | null {
  if (!url && !key) return null
  if (url && key) return { url, key }
  const missing = url ? 'BRIDGE_KEY' : 'BRIDGE_URL'
  throw new BridgeError('misconfigured', `expected BRIDGE_URL and BRIDGE_KEY together, and ${missing} is not set`, {
    code: 'api-access-incomplete',
  })
}
