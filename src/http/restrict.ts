import type { RequestHandler } from 'express'
import { BridgeError } from '../errors'
import type { SecurityHandler } from './authenticate'

/** Asks for a viewer's key at pages that are public by the contract and not by the configuration. */
export function restrict(paths: string[], security: Record<string, SecurityHandler>): RequestHandler {
  return async (request, _response, next) => {
    const isRestricted = paths.some(path => request.path === path || request.path.startsWith(`${path}/`))
    if (!isRestricted || (await security.key?.(request, ['bridge.viewer'])) === true) return next()
    next(new BridgeError('unauthenticated', 'this page asks for a key with the role bridge.viewer'))
  }
}
