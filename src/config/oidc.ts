import type { z } from 'zod'
import type { Json } from '../domain/json'
import { defaultTenant, type Role } from '../domain/role'
import type { oidc } from './schema-oidc'

/** Whose access tokens are taken, and what their claims mean here. */
export interface OidcConfig {
  readonly issuer: string
  readonly audience: string
  readonly roleClaim: string
  /** By value of the role claim. */
  readonly roles: Readonly<Record<string, readonly Role[]>>
  readonly tenant: { readonly name: string } | { readonly claim: string }
  /** Where the signing keys are: found by discovery, at an address, or given. */
  readonly keys: { readonly way: 'discovery' } | { readonly way: 'url'; readonly url: string } | GivenKeys
  readonly clockToleranceSeconds: number
  readonly timeoutSeconds: number
  /** PEM; null for the built-in authorities. */
  readonly ca: string | null
  readonly proxy: string | null
}

interface GivenKeys {
  readonly way: 'file'
  readonly keySet: Json
}

/** Null where no access tokens are taken. */
export function buildOidc(parsed: z.output<typeof oidc> | undefined): OidcConfig | null {
  if (parsed === undefined) return null
  const { issuer, audience, roleClaim, roles, clockToleranceSeconds, timeoutSeconds, tenantClaim } = parsed
  return {
    ...{ issuer, audience, roleClaim, roles, clockToleranceSeconds, timeoutSeconds },
    tenant: tenantClaim === undefined ? { name: parsed.tenant ?? defaultTenant } : { claim: tenantClaim },
    keys: buildKeys(parsed),
    ca: parsed.caFile ?? null,
    proxy: parsed.proxy ?? null,
  }
}

function buildKeys({ jwksFile, jwksUrl }: z.output<typeof oidc>): OidcConfig['keys'] {
  if (jwksFile !== undefined) return { way: 'file', keySet: JSON.parse(jwksFile) as Json }
  return jwksUrl === undefined ? { way: 'discovery' } : { way: 'url', url: jwksUrl }
}
