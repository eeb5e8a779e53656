import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { middleware } from 'express-openapi-validator'
import { BridgeError } from '../errors'
import type { SecurityHandler } from './authenticate'
import type { ContractDocument } from './contract'
import { inOrder } from './in-order'
import { rememberMatch } from './remember-match'
import { requireCredential } from './require-credential'
import { requireSchemeHandlers } from './require-scheme-handlers'

type ValidatorOptions = Parameters<typeof middleware>[0]

interface ValidatorParts {
  handlers: Record<string, SecurityHandler>
  validateResponses: boolean
}

/**
 * The contract's validator for one part of the contract: security first, then parameters and body.
 * It fails open without security handlers, so every scheme must have one (checked at start).
 */
export function createValidator(document: ContractDocument, parts: ValidatorParts): RequestHandler {
  requireSchemeHandlers(document, parts.handlers)
  const { handlers } = parts
  return inOrder(...stepsOf(document, parts, { validateSecurity: { handlers }, allowsUnknownQuery: false }))
}

/** The same for the webhooks, where every microsecond counts: it remembers addresses, and credentials are asked for by us. */
export function createWebhookValidator(document: ContractDocument, parts: ValidatorParts): RequestHandler {
  requireSchemeHandlers(document, parts.handlers)
  // Jira adds parameters of its own, and templates in a webhook's address add others (facts/jira.md 1.6).
  const steps = stepsOf(document, parts, { validateSecurity: false, allowsUnknownQuery: true })
  const matchedAt = steps.findIndex(step => step.name === 'metadataMiddleware') + 1
  if (matchedAt === 0) throw new BridgeError('misconfigured', 'the validator does not match paths as it used to')
  return inOrder(rememberMatch(steps.slice(0, matchedAt)), requireCredential(parts.handlers), ...steps.slice(matchedAt))
}

interface StepOptions {
  validateSecurity: false | { handlers: Record<string, SecurityHandler> }
  allowsUnknownQuery: boolean
}

function stepsOf(
  document: ContractDocument,
  { validateResponses }: ValidatorParts,
  { validateSecurity, allowsUnknownQuery }: StepOptions,
): RequestHandler[] {
  const options = {
    // The validator changes the document it is given.
    apiSpec: structuredClone(document),
    validateRequests: { allowUnknownQueryParameters: allowsUnknownQuery, coerceTypes: false },
    validateResponses,
    validateSecurity,
    fileUploader: false,
  }
  return middleware(options as unknown as ValidatorOptions) as unknown as RequestHandler[]
}

/**
 * The validator keeps one compiled validator for every distinct content type it ever saw, parameters included: so it
 * is shown one. At the webhook doors a missing type is JSON too, since business rules often send none.
 */
export function normalizeContentType(request: Request, _response: Response, next: NextFunction): void {
  const { headers } = request
  if (request.url.startsWith('/webhooks/')) headers['content-type'] = 'application/json'
  else if (headers['content-type'] !== undefined) headers['content-type'] = oneTypeFor(headers['content-type'])
  next()
}

function oneTypeFor(given: string): string {
  const mediaType = given.split(';', 1)[0]?.trim().toLowerCase()
  return mediaType === 'application/json' ? mediaType : 'application/octet-stream'
}
