import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Config } from './config'
import { BridgeError } from './errors'
import { type Database, migrateFile, openDatabase } from './store/database'
import { holdLockFile } from './store/lock-file'
import { isConnectionUsed, renameConnection } from './store/rename-connection'

type DatabaseOf = Pick<Config, 'database'>

/** Runs the migrations and answers their names; refuses while a server holds the database. */
export async function migrateDatabase({ database: { file } }: DatabaseOf): Promise<string[]> {
  mkdirSync(path.dirname(file), { recursive: true })
  const release = holdLockFile(file)
  try {
    return await migrateFile(file)
  } finally {
    release()
  }
}

/** Answers how many links go by the new name now. */
export function renameLinks(
  config: DatabaseOf & Pick<Config, 'tickets'>,
  names: { from: string; to: string },
): Promise<number> {
  requireRenamedConfig(config, names)
  return withDatabase(config, async ({ read, write }) => {
    if (!(await isConnectionUsed(read, names.from))) {
      throw new BridgeError('not-found', `the database holds nothing of a connection called ${names.from}`, {
        code: 'connection-unknown',
      })
    }
    if (await isConnectionUsed(read, names.to)) {
      throw new BridgeError('conflict', `${names.to} has tickets of its own; two connections cannot become one`, {
        code: 'connection-used',
      })
    }
    const written = await write(renameConnection(read, names))
    return written.committed ? (written.changes[0] ?? 0) : 0
  })
}

/** The order is: rename it in the configuration, then here. Else the next delivery would go by the old name again. */
function requireRenamedConfig({ tickets }: Pick<Config, 'tickets'>, { from, to }: { from: string; to: string }): void {
  const names = tickets.map(({ name }) => name)
  if (names.includes(to) && !names.includes(from)) return
  const mistake = names.includes(from)
    ? `still has a ticket connection called ${from}`
    : `has no ticket connection called ${to}`
  throw new BridgeError('conflict', `the configuration ${mistake}; rename it there first`, {
    code: 'connection-not-renamed',
  })
}

async function withDatabase<Result>(
  { database }: DatabaseOf,
  task: (db: Database) => Promise<Result>,
): Promise<Result> {
  const db = await openDatabase({ file: database.file })
  try {
    return await task(db)
  } finally {
    await db.close()
  }
}
