import type { NextFunction, Request, Response } from 'express'
import { BridgeError } from '../errors'
import { parseStrict } from './strict-json'

declare global {
  namespace Express {
    interface Request {
      /** Why an authenticated webhook body is not acceptable JSON. */
      bodyFailure?: string
    }
  }
}

/** Reads the JSON body of our own API; a body that fails the strict pass is the caller's to mend. */
export function readJson(request: Request, _response: Response, next: NextFunction): void {
  if (request.rawBody === undefined || request.rawBody.length === 0) return next()
  const read = parseStrict(request.rawBody)
  if ('failure' in read)
    return next(new BridgeError('invalid', 'the body is not acceptable JSON', { code: read.failure }))
  request.body = read.value
  next()
}

/** Reads the JSON body of a webhook once its sender is proven: an unauthenticated body is never parsed. */
export function readVerifiedJson(request: Request): void {
  const read = parseStrict(request.rawBody ?? Buffer.alloc(0))
  if ('failure' in read) request.bodyFailure = read.failure
  else request.body = read.value
}
