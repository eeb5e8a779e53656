import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { migrateFile } from '../../src/store/database'
import { migrations } from '../../src/store/migrate'
import { type Database, Sqlite } from '../../src/store/sqlite-library'
import { fieldsOf } from './support/declared-types'
import { checkMigrations, checksumOf, type ReleasedMigrations } from './support/migrations'
import { readSources } from './support/source-files'
import { judgeViolations, nameOf } from './support/violation'

const files = readSources('migrations').filter(file => file.path !== 'migrations/dialect.ts')
/** A release adds each of its migrations here; from then on the file is history. */
const released: ReleasedMigrations = JSON.parse(readFileSync('test/guards/released-migrations.json', 'utf8'))
const listed = Object.keys(migrations)

const first = { path: 'migrations/0001-first.ts', text: 'one' }
const second = { path: 'migrations/0002-second.ts', text: 'two' }
const names = ['0001-first', '0002-second']

describe('migrations:', () => {
  test('they are numbered without gaps, listed in order, and unchanged since their release', () => {
    expect(judgeViolations(checkMigrations({ files, listed, released }), [])).toEqual([])
  })

  test('a gap in the numbers is found', () => {
    const third = { path: 'migrations/0003-third.ts', text: '' }
    const found = checkMigrations({ files: [first, third], listed: ['0001-first', '0003-third'], released: {} })
    expect(found.map(nameOf)).toEqual(['migrations/0003-third.ts: breaks the numbering'])
  })

  test('a migration that is not listed, and one listed out of order, are found', () => {
    expect(checkMigrations({ files: [first, second], listed: ['0001-first'], released: {} })).toHaveLength(1)
    expect(checkMigrations({ files: [first, second], listed: [...names].reverse(), released: {} })).toHaveLength(1)
    expect(checkMigrations({ files: [first, second], listed: names, released: {} })).toEqual([])
  })

  test('a released migration that changed or vanished is found', () => {
    const sums = { '0001-first': checksumOf(first) }
    const changed = { ...first, text: 'one, mended' }
    expect(checkMigrations({ files: [first, second], listed: names, released: sums })).toEqual([])
    expect(checkMigrations({ files: [changed, second], listed: names, released: sums }).map(nameOf)).toEqual([
      'migrations/0001-first.ts: changed after its release',
    ])
    const gone = { '0003-third': 'any' }
    expect(checkMigrations({ files: [first, second], listed: names, released: gone }).map(nameOf)).toEqual([
      'migrations/0003-third.ts: was released and is gone',
    ])
  })
})

describe('a fresh database', () => {
  let folder: string
  let db: Database
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'soarbridge-migrations-'))
    const file = path.join(folder, 'bridge.db')
    await migrateFile(file)
    db = new Sqlite(file)
  })
  afterEach(() => {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const rowFiles = ['src/store/tables.ts', 'src/store/link-row.ts']
  const tables = { path: 'src/store/tables.ts', text: rowFiles.map(file => readFileSync(file, 'utf8')).join('\n') }
  const ours = () =>
    db
      .prepare<[], { name: string; strict: number }>("select name, strict from pragma_table_list where schema = 'main'")
      .all()
      .filter(({ name }) => !name.startsWith('sqlite_') && !name.startsWith('kysely_'))

  test('has the tables that src/store/tables.ts declares, every one STRICT', () => {
    const declared = fieldsOf(tables, 'Tables').map(({ name }) => name)
    expect(declared).toContain('links')
    expect(
      ours()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(declared.sort())
    expect(ours().filter(({ strict }) => strict !== 1)).toEqual([])
  })

  test('has the columns that the rows of src/store/tables.ts declare', () => {
    const declared = fieldsOf(tables, 'Tables').map(({ name, type }) => [name, fieldsOf(tables, type).map(f => f.name)])
    const found = declared.map(([table]) => [
      table,
      db
        .prepare<[unknown], { name: string }>('select name from pragma_table_info(?)')
        .all(table)
        .map(({ name }) => name),
    ])
    expect(found).toEqual(declared)
  })

  test('needs no migration a second time', async () => {
    db.close()
    await expect(migrateFile(path.join(folder, 'bridge.db'))).resolves.toEqual([])
  })
})
