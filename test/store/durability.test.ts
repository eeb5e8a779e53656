import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Database, openDatabase } from '../../src/store/database'
import { openForWriting, requireFullSync } from '../../src/store/sqlite'
import { Sqlite } from '../../src/store/sqlite-library'
import { createFolder } from '../support/open-store'

let folder: string
let file: string

beforeEach(() => {
  folder = createFolder()
  file = path.join(folder, 'bridge.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a connection that writes', () => {
  test('keeps synchronous=FULL, as it says after a real read', () => {
    const db = openForWriting(file)
    db.prepare('select count(*) from sqlite_master').get()
    expect(db.pragma('synchronous', { simple: true })).toBe(2)
    db.close()
  })

  test('is refused where it would lose acknowledged rows, although it claims not to before its first read', () => {
    const db = new Sqlite(file)
    db.pragma('journal_mode = WAL')
    expect(db.pragma('synchronous', { simple: true })).toBe(2)
    expect(() => requireFullSync(db)).toThrow(expect.objectContaining({ kind: 'misconfigured', code: 'not-durable' }))
    db.close()
  })
})

describe('an acknowledged commit', () => {
  const isTraced = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0
  if (!isTraced) process.stdout.write('skipped: the syncs of commits cannot be traced here (strace)\n')
  const testTraced = isTraced ? test : test.skip

  /** Runs the child under strace; answers what it told. */
  function trace(options: string[], ...args: string[]): { acknowledged: number[]; refused: number[] } {
    const child = path.join(__dirname, '..', 'support', 'store-child.js')
    const output = execFileSync('strace', ['-f', ...options, process.execPath, child, ...args], { encoding: 'utf8' })
    return JSON.parse(output)
  }

  function countSyncs(task: string, commits: number): number {
    const log = path.join(folder, `trace-${task}-${commits}`)
    const database = path.join(folder, `${task}-${commits}.db`)
    trace(['-e', 'trace=fsync,fdatasync', '-o', log], task, database, String(commits))
    return readFileSync(log, 'utf8').match(/(?:fsync|fdatasync)\(.*= 0/g)?.length ?? 0
  }

  testTraced('was forced to the disk, each one', () => {
    expect(countSyncs('write', 60) - countSyncs('write', 10)).toBeGreaterThanOrEqual(50)
  })

  testTraced('would not be under the default settings of SQLite, and this test would tell', () => {
    expect(countSyncs('write-by-default', 60) - countSyncs('write-by-default', 10)).toBeLessThan(10)
  })

  testTraced('is none where the disk refused to force it; what was acknowledged before and after stands', () => {
    const inject = ['-e', 'inject=fsync,fdatasync:error=EIO:when=15..16', '-o', '/dev/null']
    const { acknowledged, refused } = trace(inject, 'write', file, '40')
    expect(refused.length).toBeGreaterThan(0)
    expect(acknowledged.length).toBeGreaterThan(20)
    const raw = new Sqlite(file)
    const rows = raw.prepare('select activated_at as n from mapping_versions').all() as { n: number }[]
    expect(rows.map(row => row.n)).toEqual(expect.arrayContaining(acknowledged))
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok')
    raw.close()
  })
})

describe('a full disk', () => {
  const disk = createFolder()
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk]).status === 0
  if (!isMounted) process.stdout.write('skipped: no small disk can be mounted here to fill it\n')
  const testMounted = isMounted ? test : test.skip

  afterAll(() => {
    if (isMounted) spawnSync('umount', [disk])
    rmSync(disk, { recursive: true, force: true })
  })

  const body = Buffer.alloc(8_000, 'x')
  const write = (db: Database, number: number) =>
    db
      .write([
        {
          sql: 'insert into mapping_versions values (?, ?, ?, ?, ?)',
          parameters: ['jira', `v${number}`, body.toString(), '', number],
        },
      ])
      .then(
        () => true,
        (error: { code: string }) => {
          expect(error.code).toBe('store-failed')
          return false
        },
      )

  testMounted('refuses what it cannot store, keeps what it acknowledged, and goes on once there is room', async () => {
    const filler = path.join(disk, 'filler')
    writeFileSync(filler, Buffer.alloc(3_000_000))
    const db = await openDatabase({ file: path.join(disk, 'bridge.db') })
    const acknowledged: number[] = []
    // Enough commits to meet a checkpoint while the disk is full.
    for (let number = 0; number < 600; number += 1) if (await write(db, number)) acknowledged.push(number)
    expect(acknowledged.length).toBeGreaterThan(10)
    expect(acknowledged.length).toBeLessThan(600)
    rmSync(filler)
    expect(await write(db, 1000)).toBe(true)
    acknowledged.push(1000)
    await db.close()
    const raw = new Sqlite(path.join(disk, 'bridge.db'))
    const rows = raw.prepare('select activated_at as n from mapping_versions order by n').all() as { n: number }[]
    expect(rows.map(row => row.n)).toEqual(acknowledged)
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok')
    raw.close()
  })
})
