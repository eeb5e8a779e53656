import { normalizeAddress } from './ip-address'
import { createAllowList } from './ip-allow-list'

export interface Hops {
  /** Address of the socket's peer. */
  peer: string | undefined
  /** `X-Forwarded-For`, as received. */
  forwardedFor: string | undefined
}

/** Beyond this many hops a header is an attack, not a route. */
const mostHops = 32

/**
 * Tells who is calling: the right-most hop that is no trusted proxy. A header from anybody else is not read, and what
 * stands left of an unknown or unreadable hop is not believed (reliability.md, attack 65).
 */
export function createClientAddress(trustedProxies: readonly string[]): (hops: Hops) => string {
  const isTrusted = createAllowList(trustedProxies)
  return ({ peer, forwardedFor }) => {
    let client = normalizeAddress(peer ?? '') ?? 'unknown'
    const hops = (forwardedFor ?? '').split(',').slice(-mostHops).reverse()
    for (const hop of hops) {
      const address = normalizeAddress(withoutPort(hop.trim()))
      if (!isTrusted(client) || address === null) return client
      client = address
    }
    return client
  }
}

/** Some proxies write `192.0.2.1:4711` or `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  const match = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(hop) ?? /^([\d.]+):\d{1,5}$/.exec(hop)
  return match?.[1] ?? hop
}
