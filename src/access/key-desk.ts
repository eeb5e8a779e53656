import type { AuditAction, AuditEntry } from '../domain/audit'
import type { Page, PageAsked } from '../domain/page'
import { BridgeError } from '../errors'
import { changeKey, findKey, insertKey, listKeys, type StoredKey } from '../store/api-keys'
import type { Database } from '../store/database'
import { pageOf, toPage } from '../store/page'
import type { AuditLog } from './audit-log'
import { type KeyView, type ShownKey, viewKey } from './key-view'
import { type KeyChange, type KeyWish, mintKey, readChange, succeedKey } from './key-wish'
import { type Asker, requireSeen, tenantFor, tenantSeen } from './tenancy'

/** Changes are in the audit log, or not done; keys of another tenant are not there. Raises `BridgeError`. */
export interface KeyDesk {
  keys(asker: Asker, page: PageAsked): Promise<Page<KeyView>>
  createKey(asker: Asker, wish: KeyWish): Promise<ShownKey>
  /** Raises `conflict` where the key was revoked, as do the two below. */
  updateKey(asker: Asker, id: string, change: KeyChange): Promise<KeyView>
  /** A successor for a key, which itself lives on for a while; raises `conflict` also where it has expired. */
  rotateKey(asker: Asker, id: string, wish: { overlapSeconds: number }): Promise<ShownKey>
  revokeKey(asker: Asker, id: string): Promise<KeyView>
}

export interface KeyDeskParts {
  db: Pick<Database, 'read'>
  audit: Pick<AuditLog, 'record'>
  now(): number
}

export function createKeyDesk(parts: KeyDeskParts): KeyDesk {
  const { db, audit, now } = parts
  const find = async (asker: Asker, id: string) => requireSeen(asker, await findKey(db.read, id), 'key-unknown')
  return {
    keys: async (asker, page) => toPage(await listKeys(db.read, tenantSeen(asker), pageOf(page)), page.limit, viewKey),
    createKey: async (asker, wish) => {
      const { token, key } = mintKey({ ...wish, tenant: tenantFor(asker, wish.tenant) }, now())
      await audit.record(entryOf(asker, key, { action: 'key.created', detail: termsOf(key) }), [
        insertKey(db.read, key),
      ])
      return { key: token, ...viewKey(key) }
    },
    updateKey: async (asker, id, change) => {
      const key = await find(asker, id)
      const fields = readChange(change, now())
      const entry = entryOf(asker, key, { action: 'key.changed', detail: { ...change } as AuditEntry['detail'] })
      const written = await audit.record(entry, [changeKey(db.read, id, fields)])
      if (!written.committed) throw ended()
      return viewKey({ ...key, ...fields })
    },
    rotateKey: (asker, id, wish) => rotate(parts, asker, { find: () => find(asker, id), ...wish }),
    revokeKey: async (asker, id) => {
      const key = await find(asker, id)
      const revokedAt = now()
      const entry = entryOf(asker, key, { action: 'key.revoked', detail: { name: key.name } })
      const written = await audit.record(entry, [changeKey(db.read, id, { revokedAt })])
      if (!written.committed) throw ended()
      return viewKey({ ...key, revokedAt })
    },
  }
}

interface Rotation {
  find(): Promise<StoredKey>
  overlapSeconds: number
}

async function rotate({ db, audit, now }: KeyDeskParts, asker: Asker, { find, overlapSeconds }: Rotation) {
  const at = now()
  const old = await find()
  if (old.expiresAt !== null && old.expiresAt <= at) throw ended()
  const { token, key } = succeedKey(old, at)
  const endsAt = Math.min(old.expiresAt ?? Number.POSITIVE_INFINITY, at + overlapSeconds * 1000)
  const detail = { name: old.name, successor: key.id, overlapSeconds }
  const entry = entryOf(asker, old, { action: 'key.rotated', detail })
  const change = [changeKey(db.read, old.id, { expiresAt: endsAt }), insertKey(db.read, key)]
  const written = await audit.record(entry, change)
  if (!written.committed) throw ended()
  return { key: token, ...viewKey(key) }
}

function termsOf({ name, roles, allowIps, expiresAt }: StoredKey): AuditEntry['detail'] {
  return { name, roles, allowIps, expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString() }
}

function entryOf(
  asker: Asker,
  { id, tenant }: StoredKey,
  what: { action: AuditAction; detail: AuditEntry['detail'] },
): AuditEntry {
  return { tenant, caller: asker.id, subject: id, ...what }
}

function ended(): BridgeError {
  return new BridgeError('conflict', 'this key has ended; make a new one', { code: 'key-ended' })
}
