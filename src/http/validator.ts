import { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express'
import { middleware } from 'express-openapi-validator'
import type { SecurityHandler } from './authenticate'
import type { ContractDocument } from './contract'

type ValidatorOptions = Parameters<typeof middleware>[0]

/**
 * The contract's validator for one part of the contract: security first, then parameters and body.
 * It fails open without security handlers, so every scheme must have one (checked at start).
 */
export function createValidator(
  document: ContractDocument,
  parts: { handlers: Record<string, SecurityHandler>; validateResponses: boolean; allowUnknownQuery: boolean },
): RequestHandler {
  const router = Router({ caseSensitive: true, strict: true })
  const options = {
    // The validator changes the document it is given.
    apiSpec: structuredClone(document),
    validateRequests: { allowUnknownQueryParameters: parts.allowUnknownQuery, coerceTypes: false },
    validateResponses: parts.validateResponses,
    validateSecurity: { handlers: parts.handlers },
    fileUploader: false,
  }
  router.use(...(middleware(options as unknown as ValidatorOptions) as unknown as RequestHandler[]))
  return router
}

/**
 * The validator keeps one compiled validator for every distinct content type it ever saw, parameters included: so it
 * is shown one. At the webhook doors a missing type is JSON too, since business rules often send none.
 */
export function normalizeContentType(request: Request, _response: Response, next: NextFunction): void {
  const given = request.headers['content-type']
  const isWebhook = request.url.startsWith('/webhooks/')
  const mediaType = given?.split(';', 1)[0]?.trim().toLowerCase()
  if (isWebhook || mediaType === 'application/json') request.headers['content-type'] = 'application/json'
  else if (given !== undefined) request.headers['content-type'] = 'application/octet-stream'
  next()
}
