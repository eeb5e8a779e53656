import { BlockList, isIP } from 'node:net'
import { Failure } from '../envelope'
import type { Json } from '../json'

/** A list of addresses, networks (CIDR) and `any`; the text for anything else is not verified. */
export function readAllowedIps(value: Json, name: string): Json {
  if (Array.isArray(value) && value.every(isEntry)) return value
  throw new Failure(400, `Invalid value for "${name}"`)
}

/** An empty list lets nobody in. */
export function admitsAddress(allowed: Json | undefined, address: string): boolean {
  if (!Array.isArray(allowed)) return false
  const plain = address.replace(/^::ffff:(?=[\d.]+$)/, '')
  return allowed.some(entry => typeof entry === 'string' && (entry === 'any' || covers(entry, plain)))
}

function isEntry(entry: Json): boolean {
  if (typeof entry !== 'string') return false
  const { address, bits } = split(entry)
  const family = isIP(address)
  return entry === 'any' || (family !== 0 && bits <= bitsOf(family))
}

function covers(entry: string, wanted: string): boolean {
  const { address, bits } = split(entry)
  const family = isIP(address)
  if (family === 0 || family !== isIP(wanted)) return false
  const list = new BlockList()
  const kind = family === 4 ? 'ipv4' : 'ipv6'
  list.addSubnet(address, bits, kind)
  return list.check(wanted, kind)
}

/** A mask that is no number of bits ends up beyond every family's. */
function split(entry: string): { address: string; bits: number } {
  const [address = '', mask] = entry.split('/', 2)
  if (mask === undefined) return { address, bits: bitsOf(isIP(address)) }
  return { address, bits: /^\d{1,3}$/.test(mask) ? Number(mask) : Number.POSITIVE_INFINITY }
}

function bitsOf(family: number): number {
  return family === 6 ? 128 : 32
}
