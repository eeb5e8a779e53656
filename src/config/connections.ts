import { resolve } from 'node:path'
import type { z } from 'zod'
import type { Json } from '../domain/json'
import { defaultTenant, type Role } from '../domain/role'
import { trimBaseUrl } from './addresses'
import type { soarConnection, ticketConnection } from './schema-connections'
import type { oidc } from './schema-oidc'
import { Secret } from './secret'

/** How the bridge proves who it is. */
export type ConnectionAuth =
  | { readonly scheme: 'basic'; readonly user: string; readonly password: Secret }
  | { readonly scheme: 'bearer'; readonly token: Secret }

/** How one outside system is reached. */
export interface Reach {
  /** Base address without a trailing slash. */
  readonly url: string
  /** Content of the PEM files. */
  readonly tls: { readonly ca?: string; readonly cert?: string; readonly key?: Secret }
  readonly proxy: string | null
  readonly timeoutSeconds: number
  readonly maxAnswerMegabytes: number
}

export interface SoarConnectionConfig extends Reach {
  readonly name: string
  readonly auth: ConnectionAuth | { readonly scheme: 'ph-auth-token'; readonly token: Secret }
  readonly label: string
  readonly assetId: number | null
  readonly tenantId: number | null
  /** The custom field of containers that says why they were closed. */
  readonly closeReasonField: string | null
}

/** How webhooks of one connection prove where they come from. */
export type WebhookAuth =
  | { readonly way: 'signature'; readonly secrets: readonly Secret[] }
  | { readonly way: 'basic'; readonly user: string; readonly password: Secret }
  | { readonly way: 'header'; readonly secret: Secret }

interface MappedConnection {
  readonly name: string
  /** Name of the SOAR connection. */
  readonly soar: string
  /** Absolute path of the mapping file; null for the built-in rules. */
  readonly rulesFile: string | null
  readonly tenant: string
}

interface TicketConnectionBase extends Reach, MappedConnection {
  readonly auth: ConnectionAuth
  readonly webhook: WebhookAuth
  /** What tickets are told of results. */
  readonly results: 'all' | 'secops-api' | 'note' | 'none'
}

export interface JiraConnectionConfig extends TicketConnectionBase {
  readonly kind: 'jira'
  readonly flavor: 'cloud' | 'datacenter'
  /** Base address for people, without a trailing slash. */
  readonly browseUrl: string
}

export interface ServicenowConnectionConfig extends TicketConnectionBase {
  readonly kind: 'servicenow'
  readonly tables: readonly string[]
  /** The instance's own API for results; a null name where columns stand flat in its bodies. */
  readonly secopsApi: { readonly path: string; readonly fieldsName: string | null }
  /** Column for the address of the container; null where it is written nowhere. */
  readonly containerUrlColumn: string | null
}

/** Containers of the SOAR connection `from`, for the SOAR connection `soar`. */
export interface SoarShareConfig extends MappedConnection {
  readonly kind: 'soar'
  readonly from: string
}

/** A ticketing system that is reached by its own address. */
export type TicketingConfig = JiraConnectionConfig | ServicenowConnectionConfig
export type TicketConnectionConfig = TicketingConfig | SoarShareConfig

type ParsedSoar = z.output<typeof soarConnection>
type ParsedTicket = z.output<typeof ticketConnection>
type ParsedTicketing = Exclude<ParsedTicket, { kind: 'soar' }>

export function buildSoarConnection(parsed: ParsedSoar): SoarConnectionConfig {
  return {
    name: parsed.name,
    ...buildReach(parsed),
    auth: buildSoarAuth(parsed),
    label: parsed.label,
    assetId: parsed.assetId ?? null,
    tenantId: parsed.tenantId ?? null,
    closeReasonField: parsed.closeReasonField ?? null,
  }
}

export function buildTicketConnection(parsed: ParsedTicket, folder: string): TicketConnectionConfig {
  const mapped: MappedConnection = {
    name: parsed.name,
    soar: parsed.soar,
    rulesFile: parsed.rules === undefined ? null : resolve(folder, parsed.rules),
    tenant: parsed.tenant,
  }
  if (parsed.kind === 'soar') return { ...mapped, kind: parsed.kind, from: parsed.from }
  const base: TicketConnectionBase = {
    ...mapped,
    ...buildReach(parsed),
    auth: buildAuth(parsed.auth),
    webhook: buildWebhookAuth(parsed.webhook),
    results: parsed.results,
  }
  if (parsed.kind === 'servicenow') {
    const { path, fieldsName = null } = parsed.secopsApi
    const containerUrlColumn = parsed.containerUrlColumn ?? null
    return { ...base, kind: parsed.kind, tables: parsed.tables, secopsApi: { path, fieldsName }, containerUrlColumn }
  }
  const flavor = parsed.flavor ?? (parsed.auth.email === undefined ? 'datacenter' : 'cloud')
  return { ...base, kind: parsed.kind, flavor, browseUrl: trimBaseUrl(parsed.browseUrl ?? parsed.url) }
}

function buildReach(parsed: ParsedSoar | ParsedTicketing): Reach {
  return {
    url: trimBaseUrl(parsed.url),
    tls: {
      ...(parsed.caFile === undefined ? {} : { ca: parsed.caFile }),
      ...(parsed.clientCertFile === undefined ? {} : { cert: parsed.clientCertFile }),
      ...(parsed.clientKeyFile === undefined ? {} : { key: new Secret(parsed.clientKeyFile) }),
    },
    proxy: parsed.proxy ?? null,
    timeoutSeconds: parsed.timeoutSeconds,
    maxAnswerMegabytes: parsed.maxAnswerMegabytes,
  }
}

function buildSoarAuth(parsed: ParsedSoar): SoarConnectionConfig['auth'] {
  if (parsed.token === undefined) return buildAuth(parsed)
  const token = new Secret(parsed.token)
  const scheme = parsed.authScheme ?? 'ph-auth-token'
  // SOAR takes a token as the password of an empty user (facts/soar.md section 3).
  return scheme === 'basic' ? { scheme, user: '', password: token } : { scheme, token }
}

interface AuthFields {
  email?: string | undefined
  token?: string | undefined
  user?: string | undefined
  password?: string | undefined
}

/** An e-mail address makes a Jira API token the password of Basic; a token alone is a Bearer. */
function buildAuth({ email, token, user, password }: AuthFields): ConnectionAuth {
  if (token !== undefined && email === undefined) return { scheme: 'bearer', token: new Secret(token) }
  return { scheme: 'basic', user: email ?? user ?? '', password: new Secret(token ?? password ?? '') }
}

function buildWebhookAuth({ secrets, basic, header }: ParsedTicketing['webhook']): WebhookAuth {
  if (secrets !== undefined) return { way: 'signature', secrets: secrets.map(secret => new Secret(secret)) }
  if (basic !== undefined) return { way: 'basic', user: basic.user, password: new Secret(basic.password ?? '') }
  return { way: 'header', secret: new Secret(header ?? '') }
}

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
