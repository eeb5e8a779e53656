import { openDatabase } from '../../src/store/database'
import { openForWriting } from '../../src/store/sqlite'
import { Sqlite } from '../../src/store/sqlite-library'

/**
 * Run as a process of its own: `node store-child.js hold|write|write-by-default <file> [commits]`. Commits one row after
 * the other, each acknowledged before the next is asked for; one JSON line when done.
 */
const [task, file = '', count = '0'] = process.argv.slice(2)

const insert = 'insert into mapping_versions (connection, version, text, source, activated_at) values (?, ?, ?, ?, ?)'

function rowOf(number: number): unknown[] {
  return ['jira', `v${number}`, '', '', number]
}

async function hold(): Promise<void> {
  const db = await openDatabase({ file })
  await db.write([{ sql: insert, parameters: rowOf(0) }])
  tell({ holds: true })
  setInterval(() => {}, 1000)
}

async function write(): Promise<void> {
  const db = await openDatabase({ file })
  const acknowledged: number[] = []
  const refused: number[] = []
  for (let number = 0; number < Number(count); number += 1) {
    const answer = db.write([{ sql: insert, parameters: rowOf(number) }])
    await answer.then(
      () => acknowledged.push(number),
      () => refused.push(number),
    )
  }
  tell({ acknowledged, refused })
  process.exit(0)
}

/** The same commits as SQLite is set up by default: what the bridge must not do. */
function writeByDefault(): void {
  openForWriting(file).close()
  const db = new Sqlite(file)
  db.exec('create table if not exists mapping_versions (connection, version, text, source, activated_at)')
  for (let number = 0; number < Number(count); number += 1) db.prepare(insert).run(...rowOf(number))
  tell({ acknowledged: Array.from({ length: Number(count) }, (_, number) => number), refused: [] })
  process.exit(0)
}

function tell(facts: object): void {
  process.stdout.write(`${JSON.stringify(facts)}\n`)
}

const tasks: Record<string, () => void | Promise<void>> = { hold, write, 'write-by-default': writeByDefault }
Promise.resolve(tasks[task ?? '']?.()).catch((error: { code?: string; message?: string }) => {
  tell({ code: error.code, message: error.message })
  process.exit(1)
})
