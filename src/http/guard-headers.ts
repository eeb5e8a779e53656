import type { IncomingMessage } from 'node:http'
import { BridgeError } from '../errors'

/** Headers that decide who is asking, or for whom; two of one are two opinions. */
const singleHeaders = new Set(['host', 'authorization', 'x-hub-signature', 'x-servicenow-signature', 'x-bridge-secret'])
/** Most names are ruled out by their length, without folding their case. */
const lengths = new Set([...singleHeaders].map(name => name.length))

/** Refuses a request with a security header twice: no reader may pick another one than we do. */
export function requireSingleHeaders<Request extends Pick<IncomingMessage, 'rawHeaders'>>(request: Request): Request {
  const { rawHeaders } = request
  let seen: Set<string> | undefined
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const given = rawHeaders[index] as string
    if (!lengths.has(given.length)) continue
    const name = given.toLowerCase()
    if (!singleHeaders.has(name)) continue
    seen ??= new Set()
    if (seen.has(name)) throw new BridgeError('invalid', `the header ${name} came twice`, { code: 'duplicate-header' })
    seen.add(name)
  }
  return request
}
