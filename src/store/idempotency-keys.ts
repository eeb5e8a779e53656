import type { Kysely } from 'kysely'
import { type Statement, toStatement } from './statement'
import type { Tables } from './tables'

type Read = Kysely<Tables>

/** What a request was answered, so that the same request again is answered the same. */
export interface IdempotencyKey {
  tenant: string
  key: string
  /** Of what was asked: the same key with anything else is a mistake of the caller. */
  sha256: string
  /** JSON. */
  answer: string
  expiresAt: number
}

/** Takes the key, unless it is taken and not expired: then no row changes and the transaction is lost. */
export function claimIdempotencyKey(read: Read, key: IdempotencyKey, now: number): Statement[] {
  const { tenant, key: name, sha256, answer, expiresAt } = key
  return [
    toStatement(
      read
        .deleteFrom('idempotency_keys')
        .where('tenant', '=', tenant)
        .where('key', '=', name)
        .where('expires_at', '<=', now),
    ),
    toStatement(
      read
        .insertInto('idempotency_keys')
        .values({ tenant, key: name, sha256, answer, expires_at: expiresAt })
        .onConflict(conflict => conflict.doNothing()),
      1,
    ),
  ]
}

export async function findIdempotencyKey(
  read: Read,
  { tenant, key }: Pick<IdempotencyKey, 'tenant' | 'key'>,
): Promise<IdempotencyKey | undefined> {
  const row = await read
    .selectFrom('idempotency_keys')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('key', '=', key)
    .executeTakeFirst()
  return row && { tenant, key, sha256: row.sha256, answer: row.answer, expiresAt: row.expires_at }
}
