import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { errorKinds } from '../src/errors'

/** Codes as the source spells them. */
const literal = /\bcode: (?:[\w.?]+ \?\? )?'([a-z][a-z0-9-]+)'/g

function codesIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const sources = files.filter(
    file => file.endsWith('.ts') && !file.startsWith('sandbox') && !/contract\.types/.test(file),
  )
  return sources.flatMap(file =>
    [...readFileSync(path.join(folder, file), 'utf8').matchAll(literal)].map(match => match[1] ?? ''),
  )
}

/** Codes in the first cell of a table row, or in a sentence. */
function codesDocumented(): Set<string> {
  const text = readFileSync(path.resolve('docs', 'errors.md'), 'utf8')
  return new Set([...text.matchAll(/`([a-z][a-z0-9-]+)`/g)].map(match => match[1] ?? ''))
}

describe('docs/errors.md', () => {
  it('explains every code of the source; add a row where this fails', () => {
    const known = codesDocumented()
    const codes = [...new Set([...codesIn(path.resolve('src')), ...errorKinds])]
    expect(codes.length).toBeGreaterThan(50)
    expect(codes.filter(code => !known.has(code))).toEqual([])
  })

  it('explains no code in its tables that the source does not know', () => {
    const text = readFileSync(path.resolve('docs', 'errors.md'), 'utf8')
    const cells = text.split('\n').flatMap(line => /^\| (`[^|]*) \|/.exec(line)?.[1] ?? [])
    const told = cells.flatMap(cell => [...cell.matchAll(/`([a-z][a-z0-9-]+)`/g)].map(match => match[1] ?? ''))
    expect(told.length).toBeGreaterThan(50)
    const source = readdirSync(path.resolve('src'), { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.ts'))
      .map(file => readFileSync(path.resolve('src', file), 'utf8'))
      .join('\n')
    expect(told.filter(code => !source.includes(`'${code}'`))).toEqual([])
  })
})
