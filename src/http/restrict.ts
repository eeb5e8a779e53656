import type { RequestHandler } from 'express'
import { BridgeError } from '../errors'
import type { SecurityHandlers } from './authenticate'

/** Asks for a viewer at pages that are public by the contract and not by the configuration. */
export function restrict(paths: string[], { key, user }: SecurityHandlers): RequestHandler {
  return async (request, _response, next) => {
    const isRestricted = paths.some(path => request.path === path || request.path.startsWith(`${path}/`))
    if (!isRestricted) return next()
    const roles = ['bridge.viewer']
    if ((await key(request, roles)) || (await user(request, roles))) return next()
    next(new BridgeError('unauthenticated', 'this page asks for a key or user with the role bridge.viewer'))
  }
}
