import { isAlphanumeric, refangedDot } from './character'
import { isDomain, judgeBareDomain, readHostName } from './judge-domain'
import { judgeIpv4 } from './judge-ip'
import type { Scan } from './scan'

const maxLocal = 64

/**
 * Reads `local@domain`, all in lower case. Its domain is no observable of its own; `root@192.0.2.1` speaks of the
 * address, and `@evil.example` of the domain. With more than one sign it is anybody's guess, so nothing. True where read.
 */
export function readEmail(text: string, scan: Scan): boolean {
  const at = text.indexOf('@')
  if (at === -1 || text.indexOf('@', at + 1) !== -1) return false
  const right = text.slice(at + 1)
  const address = judgeIpv4(right.replaceAll(refangedDot, '.'))
  if (address !== undefined) return scan.found.push({ type: 'ipv4', value: address }) > 0
  const local = localPart(text.slice(0, at))
  const name = at === 0 ? judgeBareDomain(right, scan.rules) : readDomainOf(right, scan)
  if (name === undefined || (local === undefined && at > 0)) return false
  scan.found.push(local === undefined ? { type: 'domain', value: name } : { type: 'email', value: `${local}@${name}` })
  return true
}

/** Where the name runs on in another script, its ASCII beginning is the name. */
function readDomainOf(written: string, scan: Scan): string | undefined {
  const beginning = /^[!-~\uE000]*/.exec(written)?.[0] ?? ''
  return [written, beginning].map(readHostName).find(name => name !== undefined && isDomain(name, scan.rules))
}

/** The ASCII end of what stands before the sign; dots may not double or lead. */
function localPart(written: string): string | undefined {
  let start = written.length
  while (start > 0 && isLocal(written, start - 1)) start--
  const local = written.slice(start).replaceAll(refangedDot, '.').toLowerCase()
  const isSound = local !== '' && local.length <= maxLocal && !local.includes('..') && !/^\.|\.$/.test(local)
  return isSound ? local : undefined
}

function isLocal(text: string, at: number): boolean {
  return isAlphanumeric(text.charCodeAt(at)) || '._%+-'.includes(text.charAt(at)) || text.charAt(at) === refangedDot
}
