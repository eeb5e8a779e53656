import ipaddr from 'ipaddr.js'
import type { Observable } from '../domain/observable'
import type { Rules } from './rules'

/** Says which observables are somebody else's: what is our own is none. */
export interface AllowList {
  admits(observable: Observable): boolean
}

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Network = [Address, number]

const privateRanges = new Set([
  'private',
  'loopback',
  'linkLocal',
  'uniqueLocal',
  'carrierGradeNat',
  'multicast',
  'broadcast',
])

/** `ignore.domains` covers subdomains, and the hosts of URLs, e-mail addresses and host names; `ignore.networks` likewise. */
export function createAllowList(rules: Rules['observables']): AllowList {
  const domains = new Set(rules.ignore.domains.map(domain => domain.toLowerCase().replace(/^\./, '')))
  const emails = new Set(rules.ignore.emails.map(email => email.toLowerCase()))
  const networks = rules.ignore.networks.map(parseNetwork)
  const judgesNetworks = rules.ignorePrivate || networks.length > 0

  const isOwnName = (name: string): boolean => {
    for (let dot = -1; ; dot = name.indexOf('.', dot + 1)) {
      if (domains.has(name.slice(dot + 1))) return true
      if (name.indexOf('.', dot + 1) === -1) return false
    }
  }
  const isOwnNetwork = (text: string): boolean => {
    if (!judgesNetworks) return false
    const [address, bits] = parseNetwork(text)
    if (rules.ignorePrivate && privateRanges.has(address.range())) return true
    return networks.some(([own, size]) => own.kind() === address.kind() && bits >= size && address.match(own, size))
  }
  const isOwnHost = (host: string): boolean =>
    isAddress(host) ? isOwnNetwork(host) : domains.size > 0 && isOwnName(host)

  return {
    admits({ type, value }) {
      if (type === 'ipv4' || type === 'ipv6' || type === 'cidr') return !isOwnNetwork(value)
      if (type === 'domain' || type === 'hostname') return !isOwnHost(value)
      if (type === 'url') return !isOwnHost(hostOf(value))
      if (type === 'email') return !emails.has(value) && !isOwnHost(value.slice(value.lastIndexOf('@') + 1))
      return true
    },
  }
}

/** A name cannot end in a digit or hold a colon; asking the parser only then keeps thousands of names cheap. */
function isAddress(host: string): boolean {
  return /[\d:]$|:/.test(host) && ipaddr.isValid(host)
}

/** The host of a URL as the scan writes it, without brackets. */
function hostOf(url: string): string {
  const authority = /^[^/?#]*/.exec(url.slice(url.indexOf('://') + 3))?.[0] ?? ''
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  return host.startsWith('[') ? host.slice(1, host.indexOf(']')) : host.replace(/:\d+$/, '')
}

function parseNetwork(text: string): Network {
  if (text.includes('/')) return ipaddr.parseCIDR(text)
  const address = ipaddr.parse(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}
