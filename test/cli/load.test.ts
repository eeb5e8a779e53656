import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runCommand } from '../support/command-line'
import { openSurroundings, type Surroundings } from '../support/served-bridge'

// Each starts processes, which a busy machine does slowly.
jest.setTimeout(180_000)

const rules = path.resolve('examples/feeds/indicators.yaml')

let surroundings: Surroundings
beforeEach(async () => {
  surroundings = await openSurroundings()
  copyFileSync('examples/feeds/indicators.csv', feedFile())
})
afterEach(() => surroundings.close())

const feedFile = () => path.join(surroundings.folder.path, 'feed.csv')
const load = (...args: string[]) =>
  runCommand(['load', 'csv', 'feed.csv', '--rules', rules, ...args], { folder: surroundings.folder.path })
const linesOf = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
const state = async () => (await surroundings.soar.get('/_sandbox/state')).body

test('rows that share an indicator share a container, and the last of them starts automation', async () => {
  const { code, stdout } = await load()
  expect(code).toBe(0)
  expect(linesOf(stdout)).toMatchObject([
    { identifier: 'A-100', rows: 2, status: 'loaded' },
    { identifier: 'A-101', rows: 2, status: 'loaded' },
    { identifier: 'A-102', rows: 1, status: 'loaded' },
  ])
  const { containers, artifacts } = await state()
  expect(containers).toMatchObject([
    { source_data_identifier: 'A-100', name: 'password guessing (A-100)', severity: 'high', sensitivity: 'red' },
    { source_data_identifier: 'A-101', severity: 'low', sensitivity: 'green' },
    { source_data_identifier: 'A-102', severity: 'medium', sensitivity: 'amber' },
  ])
  expect(artifacts.map((one: { container: number }) => one.container).sort()).toEqual([1, 1, 2, 2, 3])
  expect(artifacts[0]).toMatchObject({
    name: 'artifact for password guessing',
    label: 'event',
    cef: { sourceAddress: '198.51.100.7', sourcePort: '22' },
    data: { score: '97', comment: 'password guessing' },
  })
  const effects = await surroundings.soar.effects()
  expect(effects.filter(effect => effect === 'automation.triggered')).toHaveLength(3)
  expect(existsSync(`${feedFile()}.loaded`)).toBe(false)
})

test('a file that is loaded again changes nothing, and new rows join their containers', async () => {
  await load()
  const before = await state()
  expect((await load()).code).toBe(0)
  expect(await state()).toMatchObject({
    containers: before.containers.map(({ id, severity }: { id: number; severity: string }) => ({ id, severity })),
    artifacts: before.artifacts.map(({ id }: { id: number }) => ({ id })),
  })
  const more = '192.0.2.99,22,ab,80,"data exfiltration",A-101\n192.0.2.98,22,cd,5,"normal operation",A-100\n'
  writeFileSync(feedFile(), readFileSync(feedFile(), 'utf8') + more)
  expect((await load()).code).toBe(0)
  const { containers, artifacts } = await state()
  expect(artifacts).toHaveLength(before.artifacts.length + 2)
  // Made graver where a row asks for it, and never milder.
  expect(containers).toMatchObject([
    { severity: 'high', sensitivity: 'red' },
    { severity: 'high', sensitivity: 'red' },
    { severity: 'medium', sensitivity: 'amber' },
  ])
})

test('goes on where it stopped, and loads nothing twice', async () => {
  await surroundings.soar.scenario({ name: 'error', status: 403, method: 'POST', path: '/rest/container', after: 1 })
  const stopped = await load()
  expect(stopped).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/stopped; what is loaded stands in feed.csv.loaded/),
  })
  expect(linesOf(stopped.stdout)).toMatchObject([{ identifier: 'A-100', status: 'loaded' }])
  await surroundings.soar.scenario({ name: 'clear' })
  const { code, stdout } = await load()
  expect(code).toBe(0)
  expect(linesOf(stdout).map(({ identifier, status }) => `${identifier} ${status}`)).toEqual([
    'A-100 skipped',
    'A-101 loaded',
    'A-102 loaded',
  ])
  expect((await state()).artifacts).toHaveLength(5)
})

test('one that SOAR refuses is named and does not stop the others', async () => {
  const own = readFileSync(rules, 'utf8').replace('use: medium', 'use: unheard-of')
  writeFileSync(
    path.join(surroundings.folder.path, 'own.yaml'),
    own.replace('[low, medium, high]', '[low, unheard-of, high]'),
  )
  const { code, stdout, stderr } = await runCommand(['load', 'csv', 'feed.csv', '--rules', 'own.yaml'], {
    folder: surroundings.folder.path,
  })
  expect(code).toBe(1)
  expect(linesOf(stdout).map(({ identifier, status }) => `${identifier} ${status}`)).toEqual([
    'A-100 loaded',
    'A-101 loaded',
    'A-102 refused',
  ])
  expect(stderr).toContain('2 containers loaded, 0 were there already, 1 refused')
})

test('says what it would load and sends nothing with --check', async () => {
  const { code, stdout } = await load('--check', '--json')
  expect({ code, stdout: JSON.parse(stdout) }).toEqual({ code: 0, stdout: { containers: 3, rows: 5 } })
  expect((await state()).containers).toEqual([])
})

test.each([
  ['a column that the rules name is missing', 'PORT,SCORE\n1,2\n', /no column .*INDICATOR ID.*; it has PORT, SCORE/],
  [
    'a row is too short',
    `${'"IP ADDRESS",PORT,SHA256,SCORE,COMMENT,"INDICATOR ID"'}\n1,2\n`,
    /line 2 .*2 values instead of 6/,
  ],
  [
    'a quote is never closed',
    '"IP ADDRESS",PORT,SHA256,SCORE,COMMENT,"INDICATOR ID"\n"x,1,2,3,4,5\n',
    /cannot be read/,
  ],
  [
    'the identifier is empty',
    '"IP ADDRESS",PORT,SHA256,SCORE,COMMENT,"INDICATOR ID"\n1,2,3,4,5,\n',
    /line 2 .*identifier empty/,
  ],
])('sends nothing where %s', async (_, text, complaint) => {
  writeFileSync(feedFile(), text)
  expect(await load()).toMatchObject({ code: 1, stderr: expect.stringMatching(complaint) })
  expect(await surroundings.soar.effects()).toEqual([])
})
