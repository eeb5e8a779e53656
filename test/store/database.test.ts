import { existsSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Database, openDatabase } from '../../src/store/database'
import { Sqlite } from '../../src/store/sqlite-library'
import { createFolder } from '../support/open-store'
import { type Child, kill, spawnChild } from '../support/spawn-child'

let folder: string
let file: string
const opened: Database[] = []
const children: Child[] = []

beforeEach(() => {
  folder = createFolder()
  file = path.join(folder, 'bridge.db')
})
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child)
  for (const db of opened.splice(0)) await db.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(name = 'bridge.db'): Promise<Database> {
  const db = await openDatabase({ file: path.join(folder, name) })
  opened.push(db)
  return db
}

/** What this process has open in the folder. */
function openFiles(): string[] {
  const targets = readdirSync('/proc/self/fd').flatMap(fd => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)]
    } catch {
      return []
    }
  })
  return targets.filter(target => target.startsWith(folder))
}

async function spawnHolder(): Promise<Child> {
  const child = await spawnChild('store-child', 'hold', file)
  children.push(child)
  return child
}

describe('the database', () => {
  test('is created where it is missing, with its folder', async () => {
    const db = await open('deep/down/bridge.db')
    expect(await db.read.selectFrom('links').selectAll().execute()).toEqual([])
  })

  test('refuses a second process, and says what to do', async () => {
    const holder = await spawnHolder()
    expect(holder.told).toEqual({ holds: true })
    await expect(open()).rejects.toMatchObject({
      kind: 'conflict',
      code: 'database-locked',
      message: `another process holds the database ${file}; stop it, or use its API (BRIDGE_URL, BRIDGE_KEY)`,
    })
  })

  test('is refused to a second process while this one holds it', async () => {
    await open()
    const child = await spawnChild('store-child', 'hold', file)
    expect(child.told).toMatchObject({ code: 'database-locked' })
  })

  test('is free again once its process was killed, and holds what was acknowledged', async () => {
    await kill(await spawnHolder())
    const db = await open()
    expect(await db.read.selectFrom('mapping_versions').select('version').execute()).toEqual([{ version: 'v0' }])
  })

  test('refuses a second opening in the same process, which does not disturb the first', async () => {
    const db = await open()
    await expect(open()).rejects.toMatchObject({ code: 'database-locked' })
    await expect(open()).rejects.toMatchObject({ code: 'database-locked' })
    expect(await db.write([{ sql: 'delete from lanes', parameters: [] }])).toMatchObject({ committed: true })
    expect((await spawnChild('store-child', 'hold', file)).told).toMatchObject({ code: 'database-locked' })
  })

  test('is held by its file, whatever name it is opened by', async () => {
    await open()
    symlinkSync(file, path.join(folder, 'other-name.db'))
    await expect(open('other-name.db')).rejects.toMatchObject({ code: 'database-locked' })
  })

  test('can be opened again once it was closed', async () => {
    const db = await openDatabase({ file })
    await db.close()
    await expect(open()).resolves.toBeDefined()
  })

  const testOpenFiles = existsSync('/proc/self/fd') ? test : test.skip
  testOpenFiles('keeps no file open once it was closed, also where nothing was ever read', async () => {
    const db = await openDatabase({ file })
    expect(openFiles().length).toBeGreaterThan(0)
    await db.close()
    expect(openFiles()).toEqual([])
  })

  test('can be read by others while it is held', async () => {
    await open()
    const raw = new Sqlite(file, { readonly: true })
    expect(raw.prepare('select count(*) as n from receipts').get()).toEqual({ n: 0 })
    raw.close()
  })

  test('is changed by its writer only: what reads cannot write', async () => {
    const db = await open()
    await expect(db.read.deleteFrom('receipts').execute()).rejects.toMatchObject({ code: 'SQLITE_READONLY' })
  })

  test('reads what was committed', async () => {
    const db = await open()
    await db.write([{ sql: "insert into lanes values ('l', 'c', 1, null, 0, null, 0)", parameters: [] }])
    expect(await db.read.selectFrom('lanes').select('lane').execute()).toEqual([{ lane: 'l' }])
  })

  test('is refused where the file is something else, and its lock let go', async () => {
    writeFileSync(file, 'This is no database, although it is long enough to be taken for one.'.repeat(100))
    await expect(open()).rejects.toMatchObject({ code: 'SQLITE_NOTADB' })
    rmSync(file)
    await expect(open()).resolves.toBeDefined()
  })
})
