import type { NextFunction, Request, Response } from 'express'
import { parseStrict } from '../domain/strict-json'
import { BridgeError } from '../errors'

declare global {
  namespace Express {
    interface Request {
      /** The bytes as they came; of requests that may have a body. */
      rawBody?: Buffer
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
