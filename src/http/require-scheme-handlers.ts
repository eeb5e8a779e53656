import { BridgeError } from '../errors'
import type { ContractDocument } from './contract'

/** A scheme without a handler would let everybody in: refuse to start. */
export function requireSchemeHandlers(document: ContractDocument, handlers: Record<string, unknown>): void {
  const schemes = Object.keys((document.components.securitySchemes ?? {}) as object)
  const missing = schemes.filter(scheme => !Object.hasOwn(handlers, scheme))
  if (missing.length === 0) return
  throw new BridgeError('misconfigured', `no handler for the security scheme(s) ${missing.join(', ')}`, {
    code: 'scheme-without-handler',
  })
}
