import { isIPv4, isIPv6 } from 'node:net'
import ipaddr from 'ipaddr.js'

/** The one spelling of an address: no zone, no brackets, IPv4 also where it came mapped into IPv6. Null where it is none. */
export function normalizeAddress(text: string): string | null {
  const address = text.replace(/%.*$/s, '')
  return isIPv4(address) || isIPv6(address) ? ipaddr.process(address).toString() : null
}

/** What one holder has of addresses: an IPv4 address, or the 2^64 IPv6 addresses around one. */
export function networkOf(address: string): string {
  return isIPv6(address) ? ipaddr.IPv6.parse(address).parts.slice(0, 4).join(':') : address
}
