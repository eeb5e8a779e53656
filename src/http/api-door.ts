import type { RequestHandler } from 'express'
import type { SecurityHandler } from './authenticate'
import { type Contract, partOf } from './contract'
import { inOrder } from './in-order'
import { readJson } from './read-json'
import { restrict } from './restrict'
import { createValidator, normalizeContentType } from './validator'
import { isWebhook } from './webhook-door'

export interface ApiDoorParts {
  contract: Contract
  security: Record<string, SecurityHandler>
  /** Pages that the configuration keeps from the public: a viewer's key opens them. */
  restrictedPaths: string[]
  validateResponses: boolean
}

/** Everything that a request to our own API meets once its body is here. */
export function createApiDoor({
  contract,
  security,
  restrictedPaths,
  validateResponses,
}: ApiDoorParts): RequestHandler {
  const document = partOf(contract.document, path => !isWebhook(path))
  return inOrder(
    normalizeContentType,
    restrict(restrictedPaths, security),
    readJson,
    createValidator(document, { handlers: security, validateResponses }),
  )
}
