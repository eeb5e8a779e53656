import type SqliteDatabase from 'better-sqlite3'
import { BridgeError } from '../errors'
import { Sqlite } from './sqlite-library'

/** Bounded: the bridge has far fewer statements than this. */
const maxCachedStatements = 500

/** The one connection that writes. Durable at power loss: WAL with `synchronous=FULL` (facts/reliability.md section 0). */
export function openForWriting(file: string): SqliteDatabase.Database {
  const db = new Sqlite(file, { timeout: 5000 })
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
  db.pragma('temp_store = MEMORY')
  db.pragma('journal_size_limit = 67108864')
  db.pragma('cache_size = -32768')
  requireFullSync(db)
  return db
}

/** Any thread may read; none but the writer may write. */
export function openForReading(file: string): SqliteDatabase.Database {
  const db = new Sqlite(file, { timeout: 5000 })
  db.pragma('query_only = ON')
  db.pragma('cache_size = -16384')
  return db
}

/** The pragma reports FULL until the first table was read, whatever it is: so it is read back after a real read. */
export function requireFullSync(db: SqliteDatabase.Database): void {
  db.prepare('select count(*) from sqlite_master').get()
  if (db.pragma('synchronous', { simple: true }) !== 2) {
    throw new BridgeError('misconfigured', 'SQLite does not keep synchronous=FULL; acknowledged rows could be lost', {
      code: 'not-durable',
    })
  }
}

type Prepared = SqliteDatabase.Statement<unknown[]>

/** Prepares each SQL text once. Never used with `iterate()`, which must not share a statement. */
export function createStatementCache(db: SqliteDatabase.Database): (sql: string) => Prepared {
  const cache = new Map<string, Prepared>()
  return sql => {
    const known = cache.get(sql)
    if (known !== undefined) return known
    if (cache.size >= maxCachedStatements) cache.clear()
    const prepared = db.prepare<unknown[]>(sql)
    cache.set(sql, prepared)
    return prepared
  }
}
