import { createHash } from 'node:crypto'
import type { SourceFile } from './source-files'
import type { Violation } from './violation'

/** SHA-256 of each migration that a release carried, by its name. */
export type ReleasedMigrations = Record<string, string>

export interface MigrationLists {
  /** `migrations/0001-….ts`, without what they share. */
  files: SourceFile[]
  /** Names in the order of the list in src/store/migrate.ts. */
  listed: readonly string[]
  released: ReleasedMigrations
}

export function checkMigrations({ files, listed, released }: MigrationLists): Violation[] {
  const names = files.map(file => nameOf(file.path))
  return [
    ...names.flatMap((name, index) => checkNumber(name, index + 1)),
    ...(names.join() === listed.join()
      ? []
      : [{ where: listFile, what: `lists ${listed.join(', ')}`, remedy: `list the files: ${names.join(', ')}` }]),
    ...Object.entries(released).flatMap(([name, sum]) => checkReleased(files, name, sum)),
  ]
}

export function checksumOf({ text }: SourceFile): string {
  return createHash('sha256').update(text.replace(/\r\n/g, '\n')).digest('hex')
}

const listFile = 'src/store/migrate.ts'

function nameOf(file: string): string {
  return file.replace(/^migrations\//, '').replace(/\.ts$/, '')
}

function checkNumber(name: string, number: number): Violation[] {
  const prefix = `${String(number).padStart(4, '0')}-`
  if (name.startsWith(prefix) && /^\d{4}(-[a-z0-9]+)+$/.test(name)) return []
  return [{ where: `migrations/${name}.ts`, what: 'breaks the numbering', remedy: `call it ${prefix}what-it-does.ts` }]
}

function checkReleased(files: SourceFile[], name: string, sum: string): Violation[] {
  const where = `migrations/${name}.ts`
  const file = files.find(({ path }) => path === where)
  if (file === undefined)
    return [{ where, what: 'was released and is gone', remedy: 'put it back: databases have run it' }]
  if (checksumOf(file) === sum) return []
  return [{ where, what: 'changed after its release', remedy: 'put it back and write a new migration' }]
}
