import ipaddr from 'ipaddr.js'
import type { Observable } from '../../domain/observable'

const unspecified = '0.0.0.0'

/** A dotted quad without leading zeros (those are octal to some and decimal to others), or undefined. */
export function judgeIpv4(text: string): string | undefined {
  if (text.length < 7 || text.length > 15 || text === unspecified) return undefined
  const octets = text.split('.')
  const isQuad =
    octets.length === 4 && octets.every(octet => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255)
  return isQuad ? text : undefined
}

/**
 * An IPv6 address in its canonical form (RFC 5952), or the IPv4 address that it maps. What merely looks alike is refused:
 * `std::byte`, times, MAC addresses and fingerprints.
 */
export function judgeIpv6(text: string): Observable | undefined {
  if (text.length < 3 || text.length > 45 || !looksLikeIpv6(text.toLowerCase())) return undefined
  const address = ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined
  if (address === undefined) return undefined
  if (!address.isIPv4MappedAddress()) return { type: 'ipv6', value: address.toRFC5952String() }
  const mapped = judgeIpv4(address.toIPv4Address().toString())
  return mapped === undefined ? undefined : { type: 'ipv4', value: mapped }
}

function looksLikeIpv6(text: string): boolean {
  if (!/\d/.test(text)) return false
  const groups = text.split(':').filter(group => group !== '')
  const isAllPairs = groups.length === 8 && groups.every(group => group.length === 2)
  if (isAllPairs || groups.length === 0) return false
  if (text.startsWith('::')) return text === '::1' || groups.length >= 2
  return groups[0]?.length === 4 || groups.length >= 4
}

/**
 * What `address/prefix` says: the network; with host bits set (the address of an interface) the address as well;
 * for a prefix that covers one address only that. Undefined where the prefix is none.
 */
export function judgeCidr(address: Observable, prefix: string): Observable[] | undefined {
  const width = address.type === 'ipv4' ? 32 : 128
  if (!/^(?:[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > width) return undefined
  if (Number(prefix) === width) return [address]
  const family = address.type === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6
  const network = family.networkAddressFromCIDR(`${address.value}/${prefix}`)
  const start = network instanceof ipaddr.IPv6 ? network.toRFC5952String() : network.toString()
  const cidr: Observable = { type: 'cidr', value: `${start}/${prefix}` }
  return start === address.value ? [cidr] : [address, cidr]
}
