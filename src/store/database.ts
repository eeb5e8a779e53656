import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely'
import { holdLockFile } from './lock-file'
import { migrate } from './migrate'
import { createStatementCache, openForReading, openForWriting } from './sqlite'
import type { Tables } from './tables'
import { startWriter, type Writer } from './writer'

/** Our tables. Rows are read through `read` and changed through `write`; nothing else touches them. */
export interface Database {
  /** Reads what was committed; also builds the statements that `write` takes. */
  read: Kysely<Tables>
  write: Writer['write']
  writeDepth: Writer['depth']
  writeFailures: Writer['failures']
  close(): Promise<void>
}

export interface DatabaseOptions {
  file: string
  onCommit?: (facts: { transactions: number; commitMs: number }) => void
}

/** Opens (and creates, and migrates) the SQLite database; refuses when another process holds it. */
export async function openDatabase({ file, onCommit = () => {} }: DatabaseOptions): Promise<Database> {
  mkdirSync(path.dirname(file), { recursive: true })
  const releaseLock = holdLockFile(file)
  try {
    await migrateFile(file)
    const writer = await startWriter(file, onCommit)
    const { read, closeReader } = openReader(file)
    return {
      read,
      write: writer.write,
      writeDepth: writer.depth,
      writeFailures: writer.failures,
      close: async () => {
        await writer.close()
        await closeReader()
        releaseLock()
      },
    }
  } catch (error) {
    releaseLock()
    throw error
  }
}

/** Brings the file's schema to this version and closes it; answers the names of the migrations that ran. */
export async function migrateFile(file: string): Promise<string[]> {
  const db = new Kysely<unknown>({ dialect: new MigrationDialect({ database: openForWriting(file) }) })
  try {
    return await migrate(db, 'sqlite')
  } finally {
    await db.destroy()
  }
}

/** SQLite undoes changes of the schema like any others, which Kysely does not take for granted. */
class MigrationDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter()
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

function openReader(file: string): { read: Kysely<Tables>; closeReader(): Promise<void> } {
  const connection = openForReading(file)
  const prepare = createStatementCache(connection)
  const cached = { prepare, close: () => connection.close() }
  const read = new Kysely<Tables>({ dialect: new SqliteDialect({ database: cached }) })
  const closeReader = async () => {
    await read.destroy()
    // Kysely closes only what it was asked to read from.
    connection.close()
  }
  return { read, closeReader }
}
