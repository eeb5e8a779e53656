import type { Request, RequestHandler } from 'express'
import { inOrder } from './in-order'

type Match = NonNullable<Request['openapi']>

/** Far more than there are connections; strangers may ask for any address. */
const maxRemembered = 256

/**
 * The contract's validator compiles its path patterns anew for every request, which costs as much as the validation.
 * So what it found for an address is remembered. Only what matched is: the rest raises an error in `match`.
 */
export function rememberMatch(match: RequestHandler[]): RequestHandler {
  const found = new Map<string, Match>()
  const findAnew = inOrder(...match, (request, _response, next) => {
    if (found.size >= maxRemembered) found.clear()
    if (request.openapi !== undefined) found.set(addressOf(request), request.openapi)
    next()
  })
  return (request, response, next) => {
    const known = found.get(addressOf(request))
    if (known === undefined) return void findAnew(request, response, next)
    request.openapi = { ...known, pathParams: { ...known.pathParams } }
    request.params = request.openapi.pathParams as Request['params']
    next()
  }
}

function addressOf({ method, originalUrl }: Request): string {
  return `${method} ${originalUrl.split('?', 1)[0]}`
}
