import type { RequestHandler } from 'express'
import { BridgeError } from '../errors'
import type { SecurityHandler } from './authenticate'

/**
 * Lets a webhook in when one of the alternatives that the contract declares for it is proven. The validator could do
 * this, but it tries them all and builds an error with its stack for each that is absent: dearer than the signature.
 */
export function requireCredential(handlers: Record<string, SecurityHandler>): RequestHandler {
  return async (request, _response, next) => {
    for (const alternative of request.openapi?.schema.security ?? []) {
      const [name, ...more] = Object.keys(alternative)
      if (name === undefined || more.length > 0) continue
      if ((await handlers[name]?.(request, alternative[name] ?? [])) === true) return next()
    }
    next(new BridgeError('unauthenticated', 'credentials are missing or wrong'))
  }
}
