import { isJsonObject, type Json } from '../domain/json'

/** Reads a JSON document by its address; raises where it is not answered with 200. */
export type ReadDocument = (url: string) => Promise<Json>

/**
 * The key set that an issuer publishes (OpenID Connect Discovery 1.0, sections 4.1 to 4.3). Raises where the document
 * is another issuer's, or names its keys at a less safe address than its own.
 */
export async function discoverKeys(issuer: string, read: ReadDocument): Promise<Json> {
  const document = await read(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)
  if (!isJsonObject(document) || document.issuer !== issuer)
    throw new Error('the discovery document is not of the configured issuer')
  const { jwks_uri: address } = document
  if (typeof address !== 'string' || !isAsSafe(address, issuer))
    throw new Error('the discovery document names no usable address of keys')
  return read(address)
}

function isAsSafe(address: string, issuer: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol } = new URL(address)
  return protocol === 'https:' || protocol === new URL(issuer).protocol
}
