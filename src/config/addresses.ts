import { BlockList, isIP } from 'node:net'

/** An address that a connection can stand on: http or https, no user, query or fragment, no link-local host. */
export function isBaseUrl(value: string): boolean {
  const url = parseUrl(value)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return false
  return url.username === '' && url.password === '' && !/[?#]/.test(value) && !isForbiddenHost(url.hostname)
}

/** True where the address needs `allowInsecure`: plain http that leaves this machine. */
export function isInsecure(value: string): boolean {
  const url = parseUrl(value)
  return url !== null && url.protocol === 'http:' && !isLoopback(url.hostname)
}

/** Without the trailing slashes, so that paths can be appended. */
export function trimBaseUrl(value: string): string {
  let end = value.length
  while (value[end - 1] === '/') end -= 1
  return value.slice(0, end)
}

function parseUrl(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    isWithin(hostname, [
      ['127.0.0.0', 8],
      ['::1', 128],
    ])
  )
}

/** Unspecified and link-local hosts are no systems of ours; cloud metadata lives there (OWASP API7). */
function isForbiddenHost(hostname: string): boolean {
  return isWithin(hostname, [
    ['0.0.0.0', 8],
    ['169.254.0.0', 16],
    ['fe80::', 10],
    ['::', 128],
  ])
}

function isWithin(hostname: string, subnets: readonly (readonly [string, number])[]): boolean {
  const address = hostname.replace(/^\[|\]$/g, '')
  const family = isIP(address)
  if (family === 0) return false
  const blocked = new BlockList()
  for (const [network, prefix] of subnets) blocked.addSubnet(network, prefix, isIP(network) === 4 ? 'ipv4' : 'ipv6')
  return blocked.check(address, family === 4 ? 'ipv4' : 'ipv6')
}
