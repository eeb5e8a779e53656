import path from 'node:path'
import { Sqlite } from '../../src/store/sqlite-library'

/** Reads the tables of a bridge from outside, as a reviewer would. */
export function readTables<Row>(folder: string, query: string): Row[] {
  const db = new Sqlite(path.join(folder, 'bridge.db'), { readonly: true })
  try {
    return db.prepare(query).all() as Row[]
  } finally {
    db.close()
  }
}

/** No receipt is pending and no job is open. */
export function isQuiet(folder: string): boolean {
  const [row] = readTables<{ open: number }>(
    folder,
    `select (select count(*) from receipts where state = 'pending')
          + (select count(*) from jobs where state in ('waiting', 'sending', 'unknown')) as open`,
  )
  return row?.open === 0
}
