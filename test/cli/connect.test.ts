import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { stringify } from 'yaml'
import { parseResultTables } from '../../src/mapping/result-tables'
import { configOf } from '../support/bridge'
import { runCommand } from '../support/command-line'
import { type ConfigFolder, createConfigFolder } from '../support/config-folder'
import { type OpenedServiceNow, openServiceNow } from '../support/open-servicenow'

// Each starts processes, which a busy machine does slowly.
jest.setTimeout(120_000)

let snow: OpenedServiceNow
let folder: ConfigFolder
beforeAll(async () => {
  snow = await openServiceNow({ columns: { sn_ti_lookup_result: ['u_score'] } })
  folder = createConfigFolder()
  const reach = { servicenowUrl: snow.url, servicenowAuth: snow.auth }
  const config = configOf({ soarUrl: 'http://127.0.0.1:9', soarToken: 'unused-token-1234', ...reach })
  folder.write('bridge.yaml', stringify(config))
})
afterAll(async () => {
  await snow.close()
  folder.remove()
})

const connect = (...args: string[]) => runCommand(['connect', 'servicenow', ...args], { folder: folder.path })
const written = (name: string) => readFileSync(path.join(folder.path, name), 'utf8')

describe('soarbridge connect servicenow --import-dictionary', () => {
  test('writes the tables of the instance and shows what differs; a second time there is nothing to do', async () => {
    const { code, stdout, stderr } = await connect('--import-dictionary')
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'the bridge reads it once secops.tables names it\n' })
    expect(stdout).toMatch(/^threat_lookup: sn_ti_lookup_result, \d+ columns$/m)
    expect(stdout).toContain('  + u_score: string')
    expect(stdout).toContain('  - raw_data: string')
    expect(stdout).toMatch(/^ {2}~ observable: .* \(was reference to sn_ti_observable, mandatory\)$/m)
    expect(stdout).toContain('wrote secops-tables.yaml')
    const { threat_lookup: lookup } = parseResultTables(written('secops-tables.yaml'), 'secops-tables.yaml')
    expect(lookup.columns.find(({ name }) => name === 'finding')).toEqual({
      name: 'finding',
      type: 'choice',
      mandatory: false,
      choices: ['Malicious', 'Suspicious', 'Clean', 'Unknown'],
    })
    expect(await connect('--import-dictionary')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('nothing to do: secops-tables.yaml says the same'),
    })
  })

  test('shows what would change in a file that is there, and replaces it only with --force', async () => {
    const before = readFileSync('tables/secops.yaml', 'utf8')
    folder.write('own.yaml', before)
    const refused = await connect('--import-dictionary', '--out', 'own.yaml', '--json')
    expect({ code: refused.code, stderr: refused.stderr }).toEqual({
      code: 1,
      stderr: 'error: own.yaml is there and differs; nothing was written (--force replaces it)\n',
    })
    expect(JSON.parse(refused.stdout)).toMatchObject({
      file: 'own.yaml',
      written: false,
      tables: expect.arrayContaining([
        expect.objectContaining({
          kind: 'threat_lookup',
          table: 'sn_ti_lookup_result',
          added: [expect.objectContaining({ name: 'u_score' })],
        }),
      ]),
    })
    expect(written('own.yaml')).toBe(before)
    const forced = await connect('--import-dictionary', '--out', 'own.yaml', '--json', '--force')
    expect({ code: forced.code, told: JSON.parse(forced.stdout).written }).toEqual({ code: 0, told: true })
    expect(written('own.yaml')).toContain('u_score')
  })

  test('exits 2 where nothing is asked for, 78 where the configuration is bad, 1 where the connection is unknown', async () => {
    expect(await connect()).toMatchObject({ code: 2, stderr: expect.stringContaining('--import-dictionary') })
    folder.write('bad.yaml', 'server: { prt: 80 }\n')
    expect(await connect('--import-dictionary', '--config', 'bad.yaml')).toMatchObject({ code: 78 })
    expect(await connect('--import-dictionary', '--connection', 'other', '--out', 'none.yaml')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('the ServiceNow connections servicenow'),
    })
    expect(existsSync(path.join(folder.path, 'none.yaml'))).toBe(false)
  })

  test('shows an example in its help', async () => {
    const { code, stdout } = await connect('--help')
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining('soarbridge connect servicenow --import-dictionary --out'),
    })
  })
})
