import { BlockList, isIPv4 } from 'node:net'
import { normalizeAddress } from './ip-address'

/** The word that stands for every address, as in SOAR's `allowed_ips` (facts/soar.md section 3). */
export const anyAddress = 'any'

/** An address, a range in CIDR form, or `any`. */
export function isAddressRange(text: string): boolean {
  return text === anyAddress || parseRange(text) !== null
}

/**
 * Tells whether an address is on the list. The empty list allows nobody. Entries that are no ranges allow nobody
 * either: they are refused where keys are made.
 */
export function createAllowList(ranges: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const range of ranges) {
    const parsed = parseRange(range)
    if (parsed !== null) list.addSubnet(parsed.network, parsed.prefix, familyOf(parsed.network))
  }
  const isOpen = ranges.includes(anyAddress)
  return address => {
    if (isOpen) return true
    const normalized = normalizeAddress(address)
    return normalized !== null && list.check(normalized, familyOf(normalized))
  }
}

function parseRange(text: string): { network: string; prefix: number } | null {
  const [address = '', prefixText, ...rest] = text.split('/')
  const network = normalizeAddress(address)
  if (network === null || rest.length > 0 || address.includes('%')) return null
  const isMapped = isIPv4(network) && !isIPv4(address)
  const widest = isIPv4(network) ? 32 : 128
  if (prefixText === undefined) return { network, prefix: widest }
  if (!/^\d{1,3}$/.test(prefixText)) return null
  // The prefix of a mapped address counts from the 128 bits around it.
  const prefix = Number(prefixText) - (isMapped ? 96 : 0)
  return prefix >= 0 && prefix <= widest ? { network, prefix } : null
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6'
}
