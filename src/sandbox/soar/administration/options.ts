/** What administrators of a sandbox set up; everything has a default. */
export interface AdministrationOptions {
  /** Beside `soar_local_admin` (password `password`) and `automation`; one of the same name replaces them. */
  users?: readonly SandboxUser[]
  /** Beside the built-in ones, numbered after them. */
  roles?: readonly SandboxRole[]
  /** Where given, containers may name no other assets; without them any `asset_id` is taken. */
  assets?: readonly SandboxAsset[]
  /** Names beside the default one; they turn multi-tenancy on. */
  tenants?: readonly string[]
  /** Answers over TLS: with this PEM pair, or with a certificate of its own for `host`. */
  tls?: true | { cert: string; key: string }
  /** Takes `Authorization: Bearer <token>` and answers as training pages tell, which a real SOAR does not. */
  trainingDialect?: boolean
  /** Status where a token comes from an address that its user does not allow; not verified. Default 401. */
  disallowedIpStatus?: 401 | 403
  /** POST /rest/ph_user/<id>/token makes a new token and shows it; on a real SOAR it was seen to do nothing. */
  tokensRegenerateByRest?: boolean
  /** Administrators read tokens of others, as the reference prints it and also denies it. Default true. */
  adminsReadTokens?: boolean
  /** What becomes of a role that does not exist; not verified. Default: it is ignored. */
  unknownRoles?: 'ignore' | 'refuse'
  /** POST /rest/system_settings/events adds and removes labels; one source says so, another says it cannot. Default true. */
  labelsByRest?: boolean
}

export interface SandboxUser {
  username: string
  email?: string
  /** A user without one cannot sign in. */
  password?: string
  first_name?: string
  last_name?: string
  type?: UserType
  /** Names; without them that of the built-in user of its kind. */
  roles?: readonly string[]
  is_active?: boolean
  /** Of automation users: addresses, networks or `any`, which is the default here and not on a real SOAR. */
  allowed_ips?: readonly string[]
  /** Of automation users; made up where missing. */
  token?: string
  /** ISO 8601; never without it. */
  token_expires_on?: string
  /** The label of containers that an automation user creates without one. */
  default_label?: string
  /** The tenant of such containers, by its number. */
  default_tenant?: number
}

export const USER_TYPES = ['normal', 'ldap', 'openid', 'saml2', 'automation'] as const
export type UserType = (typeof USER_TYPES)[number]

export type Right = 'view' | 'edit' | 'delete' | 'execute'

export interface SandboxRole {
  name: string
  description?: string
  /** Rights by area (`containers`, `users_and_roles` …, see permissions.ts); what is not named is denied. */
  permissions?: Readonly<Record<string, readonly Right[]>>
}

export interface SandboxAsset {
  name: string
  product_vendor?: string
  product_name?: string
  type?: string
  /** Numbers; the first one is the tenant of its containers. */
  tenants?: readonly number[]
}

/** The switches that administration looks at. */
export interface AdministrationSwitches {
  trainingDialect: boolean
  disallowedIpStatus: 401 | 403
  tokensRegenerateByRest: boolean
  adminsReadTokens: boolean
  unknownRoles: 'ignore' | 'refuse'
  labelsByRest: boolean
  checksAssets: boolean
  hasTenants: boolean
}

export function readAdministrationSwitches(options: AdministrationOptions): AdministrationSwitches {
  return {
    trainingDialect: options.trainingDialect ?? false,
    disallowedIpStatus: options.disallowedIpStatus ?? 401,
    tokensRegenerateByRest: options.tokensRegenerateByRest ?? false,
    adminsReadTokens: options.adminsReadTokens ?? true,
    unknownRoles: options.unknownRoles ?? 'ignore',
    labelsByRest: options.labelsByRest ?? true,
    checksAssets: options.assets !== undefined,
    hasTenants: options.tenants !== undefined,
  }
}
