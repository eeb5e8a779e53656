import type SqliteDatabase from 'better-sqlite3'

export type { Database } from 'better-sqlite3'

/** The first Node whose line of better-sqlite3 is the one built on Node-API. */
const firstNodeApiMajor = 22

/**
 * better-sqlite3, in the line that runs on this Node: 13 crashes Node 20 when it opens a database, and 12 ends
 * Node 24.19 and later when a statement is collected (docs/decisions.md). Both hold an SQLite with the fix of its
 * WAL-reset bug.
 */
export const Sqlite: typeof SqliteDatabase =
  Number.parseInt(process.versions.node, 10) >= firstNodeApiMajor
    ? require('better-sqlite3-napi')
    : require('better-sqlite3')
