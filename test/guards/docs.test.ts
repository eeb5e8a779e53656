import { existsSync, readFileSync } from 'node:fs'
import { checkDocs } from './support/docs'
import { readFiles, type SourceFile } from './support/source-files'
import { judgeViolations, nameOf } from './support/violation'

const scripts = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).scripts)

function readPages(): SourceFile[] {
  const front = ['README.md', 'CHANGELOG.md'].filter(existsSync)
  return [
    ...front.map(path => ({ path, text: readFileSync(path, 'utf8') })),
    ...readFiles(['docs', 'src', 'test'].filter(existsSync), '.md'),
  ]
}

function plant(text: string): string[] {
  const exists = (file: string) => ['docs/mapping.md', 'README.md'].includes(file)
  return checkDocs([{ path: 'docs/planted.md', text }], { exists, scripts: ['test'] }).map(nameOf)
}

test('links lead to files, and npm scripts that are named exist', () => {
  const pages = readPages()
  expect(pages.length).toBeGreaterThan(3)
  expect(judgeViolations(checkDocs(pages, { exists: existsSync, scripts }), [])).toEqual([])
})

test('a dead link is found', () => {
  expect(plant('See [the map](map.md).')).toEqual(['docs/planted.md: links to map.md'])
  expect(plant('[a](mapping.md) [b](../LICENSE)')).toEqual(['docs/planted.md: links to ../LICENSE'])
  expect(plant('![picture](images/walk.svg "the walk")')).toEqual(['docs/planted.md: links to images/walk.svg'])
  expect(plant('<img src="walk.png">')).toEqual(['docs/planted.md: links to walk.png'])
})

test('a script that does not exist is found', () => {
  expect(plant('Run `npm run dance -- --once`.')).toEqual(['docs/planted.md: says npm run dance'])
})

test('links that lead somewhere pass', () => {
  expect(plant('[a](mapping.md#rules) [b](../README.md) [c](https://example.com) [d](#here) `npm run test`')).toEqual(
    [],
  )
})
