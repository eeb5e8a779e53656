import { isIPv4, isIPv6 } from 'node:net'
import ipaddr from 'ipaddr.js'

/** The one spelling of an address: no zone, no brackets, IPv4 also where it came mapped into IPv6. Null where it is none. */
export function normalizeAddress(text: string): string | null {
  const address = text.replace(/%.*$/s, '')
  return isIPv4(address) || isIPv6(address) ? ipaddr.process(address).toString() : null
}
