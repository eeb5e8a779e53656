import { rmSync } from 'node:fs'
import path from 'node:path'
import { migrateFile } from '../../src/store/database'
import { migrations } from '../../src/store/migrate'
import { type Database, Sqlite } from '../../src/store/sqlite-library'
import { createFolder } from '../support/open-store'

let folder: string
let file: string

beforeEach(() => {
  folder = createFolder()
  file = path.join(folder, 'bridge.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function withRaw<Result>(use: (raw: Database) => Result): Result {
  const raw = new Sqlite(file)
  try {
    return use(raw)
  } finally {
    raw.close()
  }
}

function tables(): { name: string; strict: number }[] {
  return withRaw(raw => {
    const rows = raw
      .prepare("select name, strict from pragma_table_list where type = 'table' and schema = 'main'")
      .all()
    const all = rows as { name: string; strict: number }[]
    return all.filter(({ name }) => !name.startsWith('sqlite_')).sort((a, b) => (a.name < b.name ? -1 : 1))
  })
}

const names = Object.keys(migrations)

describe('the migrations', () => {
  test('bring an empty file up, in their order', async () => {
    expect(await migrateFile(file)).toEqual(names)
    expect(names).toEqual([...names].sort())
  })

  test('run once', async () => {
    await migrateFile(file)
    expect(await migrateFile(file)).toEqual([])
  })

  test('make strict tables, which take no text for a number', async () => {
    await migrateFile(file)
    const ours = tables().filter(({ name }) => !name.startsWith('kysely_'))
    expect(ours.length).toBeGreaterThanOrEqual(9)
    expect(ours.filter(({ strict }) => strict !== 1)).toEqual([])
    const wrong = "insert into lanes values ('l', 'c', 'yes', null, 0, null, 0)"
    expect(() => withRaw(raw => raw.exec(wrong))).toThrow(/cannot store TEXT value in INTEGER column/)
  })

  test('leave the file as it was where one fails in its middle, and go on once its cause is gone', async () => {
    // The third makes `jobs` first and finds `attempts` there.
    withRaw(raw => raw.exec('create table attempts (foreign_thing text)'))
    await expect(migrateFile(file)).rejects.toMatchObject({ kind: 'misconfigured', code: 'migration-failed' })
    expect(tables().map(({ name }) => name)).not.toContain('jobs')
    withRaw(raw => raw.exec('drop table attempts'))
    await migrateFile(file)
    expect(tables().map(({ name }) => name)).toEqual(expect.arrayContaining(['jobs', 'attempts', 'api_keys']))
  })

  test('refuse a file that a newer version wrote', async () => {
    await migrateFile(file)
    const newer = "insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '2030-01-01')"
    withRaw(raw => raw.exec(newer))
    await expect(migrateFile(file)).rejects.toMatchObject({ code: 'migration-failed' })
    await expect(migrateFile(file)).rejects.toThrow(/9999-from-the-future/)
  })
})
