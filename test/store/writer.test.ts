import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { Sqlite } from '../../src/store/sqlite-library'
import type { Statement } from '../../src/store/statement'
import { startWriter, type Writer } from '../../src/store/writer'
import { createFolder } from '../support/open-store'

const schema = `
  create table things (id integer primary key, name text not null unique) strict;
  create table owners (id integer primary key) strict;
  create table owned (id integer primary key, owner integer references owners (id) deferrable initially deferred) strict;
  create trigger poison before insert on things when new.name = 'poison'
    begin select raise(rollback, 'the whole batch is undone'); end`

let folder: string
let file: string
let writer: Writer
let commits: number[]

beforeEach(async () => {
  folder = createFolder()
  mkdirSync(folder, { recursive: true })
  file = path.join(folder, 'things.db')
  const raw = new Sqlite(file)
  raw.exec(schema)
  raw.close()
  commits = []
  writer = await startWriter(file, ({ transactions }) => commits.push(transactions))
})
afterEach(async () => {
  await writer.close()
  rmSync(folder, { recursive: true, force: true })
})

function insert(name: string): Statement {
  return { sql: 'insert into things (name) values (?)', parameters: [name] }
}

const lost: Statement = { sql: "update things set name = 'x' where id = -1", parameters: [], expect: 1 }
/** Fails at the commit, since nobody owns it. */
const orphan: Statement = { sql: 'insert into owned (owner) values (99)', parameters: [] }

function names(): string[] {
  const raw = new Sqlite(file, { readonly: true })
  try {
    const rows = raw.prepare('select name from things order by name').all() as { name: string }[]
    return rows.map(row => row.name)
  } finally {
    raw.close()
  }
}

function outcomes(promises: Promise<unknown>[]): Promise<string[]> {
  return Promise.all(
    promises.map(one =>
      one.then(
        written => JSON.stringify(written),
        error => (error as { code: string }).code,
      ),
    ),
  )
}

describe('the writer', () => {
  test('commits what gathered in one turn together, once', async () => {
    await Promise.all(Array.from({ length: 300 }, (_, n) => writer.write([insert(`n${n}`)])))
    expect(commits).toEqual([300])
    expect(names()).toHaveLength(300)
  })

  test('gathers what comes while a commit runs into the next one', async () => {
    const first = writer.write([insert('first')])
    await new Promise(resolve => setImmediate(resolve))
    const others = Array.from({ length: 50 }, (_, n) => writer.write([insert(`n${n}`)]))
    await Promise.all([first, ...others])
    expect(commits).toEqual([1, 50])
  })

  test('takes no more than 512 transactions into one commit', async () => {
    await Promise.all(Array.from({ length: 1100 }, (_, n) => writer.write([insert(`n${n}`)])))
    expect(commits).toEqual([512, 512, 76])
  })

  test('resolves after the commit: what it answered stands in the file', async () => {
    await writer.write([insert('durable')])
    expect(names()).toEqual(['durable'])
  })

  test('counts what was handed in and not yet committed', async () => {
    const writes = [writer.write([insert('a')]), writer.write([insert('b')])]
    expect(writer.depth()).toBe(2)
    await Promise.all(writes)
    expect(writer.depth()).toBe(0)
  })

  test('answers how many rows each statement changed', async () => {
    await writer.write([insert('a'), insert('b')])
    const update: Statement = { sql: "update things set name = name || '!'", parameters: [], expect: 2 }
    expect(await writer.write([update, insert('c')])).toEqual({ committed: true, changes: [2, 1] })
  })

  test.each([
    ['of one statement', [insert('taken')]],
    ['of many statements', [insert('new'), insert('taken'), insert('newer')]],
  ])('undoes a failing transaction %s and no other of its commit', async (_, failing) => {
    await writer.write([insert('taken')])
    const answers = await outcomes([writer.write([insert('a')]), writer.write(failing), writer.write([insert('b')])])
    expect(answers[0]).toContain('true')
    expect(answers[1]).toBe('store-failed')
    expect(answers[2]).toContain('true')
    expect(names()).toEqual(['a', 'b', 'taken'])
  })

  test('undoes a transaction whose expectation was lost and no other of its commit', async () => {
    const answers = await outcomes([
      writer.write([insert('a')]),
      writer.write([insert('never'), lost, insert('never either')]),
      writer.write([insert('b')]),
    ])
    expect(answers[1]).toBe('{"committed":false,"lostAt":1}')
    expect(names()).toEqual(['a', 'b'])
    expect(commits).toEqual([3])
  })

  test('tells a lost expectation of a single statement too', async () => {
    expect(await writer.write([lost])).toEqual({ committed: false, lostAt: 0 })
  })

  test('fails every waiter of a commit that failed, and commits the next', async () => {
    const answers = await outcomes([
      writer.write([insert('a')]),
      writer.write([insert('b'), orphan]),
      writer.write([insert('c')]),
    ])
    expect(answers).toEqual(['store-failed', 'store-failed', 'store-failed'])
    expect(names()).toEqual([])
    expect(commits).toEqual([])
    expect(await writer.write([insert('d')])).toMatchObject({ committed: true })
    expect(names()).toEqual(['d'])
  })

  test.each([
    ['alone', [insert('poison')]],
    ['among others', [insert('x'), insert('poison')]],
  ])(
    'fails every waiter where SQLite undid the whole batch at a statement %s, as it does on a full disk',
    async (_, poison) => {
      const answers = await outcomes([
        writer.write([insert('a')]),
        writer.write(poison),
        writer.write([insert('b')]),
        writer.write([insert('c'), insert('d')]),
      ])
      expect(answers).toEqual(['store-failed', 'store-failed', 'store-failed', 'store-failed'])
      expect(names()).toEqual([])
      expect(await writer.write([insert('later')])).toMatchObject({ committed: true })
    },
  )

  test('names the trouble by its code, and no value', async () => {
    await writer.write([insert('the-secret-of-a-ticket')])
    const failure = writer.write([insert('the-secret-of-a-ticket')])
    await expect(failure).rejects.toMatchObject({ kind: 'unavailable', code: 'store-failed' })
    await expect(failure).rejects.toThrow(/SQLITE_CONSTRAINT_UNIQUE/)
    await expect(failure).rejects.not.toThrow(/the-secret/)
  })

  test('commits what was handed in before it was closed, and refuses what comes after', async () => {
    const writes = Array.from({ length: 700 }, (_, n) => writer.write([insert(`n${n}`)]))
    await writer.close()
    await Promise.all(writes)
    expect(names()).toHaveLength(700)
    await expect(writer.write([insert('late')])).rejects.toMatchObject({ code: 'store-failed' })
  })

  test('refuses what comes while it closes, instead of leaving its caller waiting', async () => {
    const closing = writer.close()
    const [answer] = await outcomes([writer.write([insert('late')])])
    await closing
    expect(answer === 'store-failed' ? [] : ['late']).toEqual(names())
  })

  test('leaves no log behind when it is closed', async () => {
    await writer.write([insert('a')])
    await writer.close()
    const raw = new Sqlite(file, { readonly: true, fileMustExist: true })
    expect(raw.prepare('select count(*) as n from things').get()).toEqual({ n: 1 })
    raw.close()
  })

  test('refuses to start on what is no database', async () => {
    const broken = path.join(folder, 'missing-folder', 'x.db')
    await expect(startWriter(broken, () => {})).rejects.toThrow()
  })
})
