import type { RequestHandler, Response } from 'express'
import { readBytes } from './endpoints/attach-file'
import { refuse } from './refuse'

/** Whatever its Content-Type says, a body is JSON. */
export const readJson: RequestHandler = (req, res, next) => {
  const text = readBytes(req).toString('utf8')
  try {
    req.body = text === '' ? undefined : JSON.parse(text)
  } catch {
    refuse(res, 400, { message: 'Exception while reading request', detail: 'The payload is not valid JSON.' })
    return
  }
  next()
}

/** The Table and Import Set APIs speak JSON here, and refuse what says that it is something else. */
export const refuseOtherMedia: RequestHandler = (req, res, next) => {
  const contentType = req.headers['content-type']
  if (req.accepts('json') === false) refuse(res, 406, { message: 'Not acceptable', detail: null })
  else if (readBytes(req).length > 0 && contentType !== undefined && !contentType.includes('json')) {
    refuse(res, 415, { message: 'Unsupported media type', detail: null })
  } else next()
}

/** `X-http-method-override` on a POST is its method; `X-no-response-body: true` leaves only status and headers. */
export const readSpecialHeaders: RequestHandler = (req, res, next) => {
  const method = req.headers['x-http-method-override']
  if (req.method === 'POST' && typeof method === 'string') req.method = method.toUpperCase()
  if (req.headers['x-no-response-body'] === 'true') {
    res.json = () => {
      res.end()
      return res
    }
  }
  next()
}

/** A body that cannot be taken: too long, cut off, or packed in a way that nobody knows. */
export function refuseBody(res: Response, error: unknown): void {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500
  refuse(res, status, { message: 'Exception while reading request', detail: null })
}
