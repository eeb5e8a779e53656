import { join } from 'node:path'
import { loadConfig } from '../../src/config'
import { type ConfigFolder, createConfigFolder } from '../support/config-folder'

let folder: ConfigFolder
beforeEach(() => {
  folder = createConfigFolder()
})
afterEach(() => folder.remove())

const connection = (name: string) => ({
  name,
  url: `https://${name}.example.com`,
  token: 'a-token',
  label: `${name}-label`,
})

/** JSON is YAML. */
function load(secops: Record<string, unknown>, soar = ['one']) {
  const file = folder.write('bridge.yaml', JSON.stringify({ soar: soar.map(connection), secops }))
  return loadConfig({ file, env: {} }).secops.unlinked
}

test('results that no ticket claims are held unless told otherwise', () => {
  expect(load({})).toEqual({ waitSeconds: null, soar: 'one', label: 'one-label', rulesFile: null })
})

test('their containers go to the only SOAR after five minutes, under its label, by the built-in rules', () => {
  const expected = { waitSeconds: 300, soar: 'one', label: 'one-label', rulesFile: null }
  expect(load({ unlinked: 'create-container' })).toEqual(expected)
})

test('or to the one that is named, as it says', () => {
  const given = {
    unlinked: 'create-container',
    unlinkedSeconds: 0,
    unlinkedSoar: 'two',
    unlinkedLabel: 'findings',
    unlinkedRules: 'own.yaml',
  }
  expect(load(given, ['one', 'two'])).toEqual({
    waitSeconds: 0,
    soar: 'two',
    label: 'findings',
    rulesFile: join(folder.path, 'own.yaml'),
  })
})

test.each<[what: string, secops: Record<string, unknown>, soar: string[], message: RegExp]>([
  ['of several none is named', { unlinked: 'create-container' }, ['one', 'two'], /one of one, two; for example one/],
  ['there is none', { unlinked: 'create-container' }, [], /and there is none/],
  ['the named one is unknown', { unlinkedSoar: 'three' }, ['one'], /one of one/],
])('it is a mistake where %s', (_, secops, soar, message) => {
  const mistake = { path: expect.stringContaining('secops.unlinkedSoar'), message: expect.stringMatching(message) }
  expect(() => load(secops, soar)).toThrow(expect.objectContaining({ mistakes: [mistake] }))
})
