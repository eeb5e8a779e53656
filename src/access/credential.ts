import type { Caller } from '../domain/role'

/** What a caller of our own API shows. */
export type Credential = { kind: 'key'; token: string } | { kind: 'user'; name: string; password: string }

/** For the audit; the caller is told the same for all of them, except when to come back. */
export interface Denied {
  denied: string
  /** The account that was asked for, where there is one. */
  account?: { id: string; tenant: string }
  /** Epoch milliseconds; there where this account or address failed too often. */
  retryAt?: number
}

export type Authenticate = (credential: Credential, address: string) => Promise<Caller | Denied>
