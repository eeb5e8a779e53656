import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Database, openDatabase } from '../../src/store/database'
import { type Database as RawDatabase, Sqlite } from '../../src/store/sqlite-library'

export interface OpenedStore {
  db: Database
  folder: string
  file: string
  /** The sizes of its commits so far, in transactions. */
  commits: number[]
  /** A connection from outside, as a reviewer would open one; closed with the store. */
  raw: RawDatabase
  rows<Row>(query: string, ...parameters: unknown[]): Row[]
  close(): Promise<void>
}

/** A real database in a folder of its own. */
export async function openStore(folder = createFolder()): Promise<OpenedStore> {
  const file = path.join(folder, 'bridge.db')
  const commits: number[] = []
  const db = await openDatabase({ file, onCommit: ({ transactions }) => commits.push(transactions) })
  const raw = new Sqlite(file)
  return {
    db,
    folder,
    file,
    commits,
    raw,
    rows: <Row>(query: string, ...parameters: unknown[]) => raw.prepare(query).all(...parameters) as Row[],
    close: async () => {
      raw.close()
      await db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function createFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'soarbridge-store-'))
}
