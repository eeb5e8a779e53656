import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { readTables } from './read-bridge'

/** Somewhere that a secret could have got to. */
export interface Place {
  name: string
  bytes: Buffer
}

export function placeOf(name: string, text: string): Place {
  return { name, bytes: Buffer.from(text, 'utf8') }
}

/** Which secrets stand where, in whatever spelling: `a password in log line 3 as base64`. */
export function findCanaries(canaries: Readonly<Record<string, string>>, places: readonly Place[]): string[] {
  return Object.entries(canaries).flatMap(([canary, value]) => {
    const spellings = spellingsOf(value)
    return places.flatMap(({ name, bytes }) =>
      spellings.filter(({ text }) => bytes.includes(text)).map(({ spelling }) => `${canary} in ${name} as ${spelling}`),
    )
  })
}

function spellingsOf(value: string): { spelling: string; text: string }[] {
  const hex = Buffer.from(value, 'utf8').toString('hex')
  const base64 = [0, 1, 2].map(before => base64Within(value, before))
  return [
    { spelling: 'text', text: value },
    { spelling: 'JSON', text: JSON.stringify(value).slice(1, -1) },
    { spelling: 'a part of an address', text: encodeURIComponent(value) },
    { spelling: 'hex', text: hex },
    { spelling: 'hex', text: hex.toUpperCase() },
    ...base64.map(text => ({ spelling: 'base64', text })),
    ...base64.map(text => ({ spelling: 'base64url', text: text.replaceAll('+', '-').replaceAll('/', '_') })),
  ].filter(({ text }, index, all) => all.findIndex(other => other.text === text) === index)
}

/** What base64 makes of it wherever it stands in a longer text: without the digits that its neighbors share. */
function base64Within(value: string, bytesBefore: number): string {
  const bytes = Buffer.concat([Buffer.alloc(bytesBefore), Buffer.from(value, 'utf8')])
  const firstOwnDigit = bytesBefore === 0 ? 0 : bytesBefore + 1
  return bytes.toString('base64').slice(firstOwnDigit, Math.floor((bytes.length * 8) / 6))
}

/** The database's files byte by byte, what was deleted or waits in the WAL too; and its rows, which may span pages. */
export function readDatabase(folder: string): Place[] {
  const files = readdirSync(folder).filter(name => /^bridge\.db(-wal)?$/.test(name))
  const tables = readTables<{ name: string }>(folder, "select name from pragma_table_list where type = 'table'")
  return [
    ...files.map(name => ({ name, bytes: readFileSync(path.join(folder, name)) })),
    ...tables.map(({ name }) => placeOf(`table ${name}`, rowsOf(folder, name))),
  ]
}

function rowsOf(folder: string, table: string): string {
  const rows = readTables<Record<string, unknown>>(folder, `select * from "${table}"`)
  const textOf = (value: unknown) => (Buffer.isBuffer(value) ? value.toString('utf8') : String(value))
  return rows.map(row => Object.values(row).map(textOf).join('\n')).join('\n')
}
