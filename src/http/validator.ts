import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { middleware } from 'express-openapi-validator'
import type { SecurityHandlers } from './authenticate'
import type { ContractDocument } from './contract'
import { inOrder } from './in-order'

type ValidatorOptions = Parameters<typeof middleware>[0]

interface ValidatorParts {
  handlers: SecurityHandlers
  /** Checks every answer against the contract; for tests. */
  validateResponses: boolean
}

/** The contract's validator for our own API: security first, then parameters and body. Built with the first request. */
export function createValidator(document: ContractDocument, parts: ValidatorParts): RequestHandler {
  let validate: RequestHandler | undefined
  return (request, response, next) => {
    validate ??= buildValidator(document, parts)
    return validate(request, response, next)
  }
}

function buildValidator(document: ContractDocument, { handlers, validateResponses }: ValidatorParts): RequestHandler {
  const options = {
    // The validator changes the document it is given.
    apiSpec: structuredClone(document),
    // Our own file: a guard holds it to OpenAPI, and a start has better things to do.
    validateApiSpec: false,
    validateRequests: { allowUnknownQueryParameters: false, coerceTypes: false },
    validateResponses,
    validateSecurity: { handlers },
    fileUploader: false,
  }
  return inOrder(...(middleware(options as unknown as ValidatorOptions) as unknown as RequestHandler[]))
}

/**
 * The validator keeps one compiled validator for every distinct content type it ever saw, parameters included: so it
 * is shown one.
 */
export function normalizeContentType(request: Request, _response: Response, next: NextFunction): void {
  const { headers } = request
  if (headers['content-type'] !== undefined) headers['content-type'] = oneTypeFor(headers['content-type'])
  next()
}

function oneTypeFor(given: string): string {
  return isJsonType(given) ? 'application/json' : 'application/octet-stream'
}

/** Parameters, such as a charset, say nothing: JSON is UTF-8. */
export function isJsonType(contentType: string): boolean {
  return contentType.split(';', 1)[0]?.trim().toLowerCase() === 'application/json'
}
