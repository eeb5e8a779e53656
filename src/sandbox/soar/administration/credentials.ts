import { randomBytes } from 'node:crypto'
import { readNow } from '../instant'
import type { Json } from '../json'
import type { Row } from '../table'
import type { AdministrationTables } from './tables'

/** How SOAR writes that a token does not end. */
export const NEVER = '1970-01-01T00:00:00.000000'

/** A token that looks like SOAR's own. */
export function createToken(): string {
  return randomBytes(32).toString('base64')
}

/** What the user signs in with; kept apart from the record, which never shows it. */
export function credentialOf(tables: AdministrationTables, user: number): Row | undefined {
  const [id] = tables.credential.lookUp('user', user) ?? []
  return id === undefined ? undefined : tables.credential.find(id)
}

/** That of the first automation user; empty where there is none. */
export function readFirstToken(tables: AdministrationTables): string {
  return String(firstTokenOf(tables)?.key ?? '')
}

export function firstTokenOf(tables: AdministrationTables): Row | undefined {
  return [...tables.credential.rows()].find(({ key }) => key !== null)
}

/** Every user has one: a password, a token (automation users) or neither (who signs in elsewhere). */
export function addCredential(
  tables: AdministrationTables,
  user: Row,
  secrets: { password?: Json; token?: string; expiresOn?: string },
): void {
  const isAutomation = user.type === 'automation'
  tables.credential.insert({
    user: user.id,
    password: isAutomation ? null : (secrets.password ?? null),
    key: isAutomation ? (secrets.token ?? createToken()) : null,
    expires_on: secrets.expiresOn ?? NEVER,
  })
}

/** The old token is dead at once. */
export function regenerateToken(tables: AdministrationTables, credential: Row, expiresOn = NEVER): string {
  const key = createToken()
  tables.credential.update(credential, { key, expires_on: expiresOn })
  return key
}

export function isExpired({ expires_on: end }: Row): boolean {
  return typeof end === 'string' && !end.startsWith('1970-01-01') && Date.parse(end) <= Date.parse(readNow())
}
