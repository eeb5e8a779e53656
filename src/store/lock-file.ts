import { realpathSync } from 'node:fs'
import path from 'node:path'
import { BridgeError } from '../errors'
import { Sqlite } from './sqlite-library'

/**
 * Keeps every other process off this database for as long as it is held: an exclusive transaction on a file beside
 * it. SQLite frees it when the process dies, however it dies.
 */
export function holdLockFile(databaseFile: string): () => void {
  const lock = new Sqlite(`${realNameOf(databaseFile)}.lock`, { timeout: 0 })
  try {
    lock.pragma('journal_mode = DELETE')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error
    throw new BridgeError(
      'conflict',
      `another process holds the database ${databaseFile}; stop it, or use its API (BRIDGE_URL, BRIDGE_KEY)`,
      { code: 'database-locked' },
    )
  }
  return () => lock.close()
}

/** One name for one database, whatever links lead to it. */
function realNameOf(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    return path.join(realpathSync(path.dirname(file)), path.basename(file))
  }
}
