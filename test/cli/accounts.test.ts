import path from 'node:path'
import { Sqlite } from '../../src/store/sqlite-library'
import { openBridge, type RunningBridge } from '../support/bridge'
import { killCommands, runCommand } from '../support/command-line'
import { type ConfigFolder, createConfigFolder } from '../support/config-folder'
import { openKey, openTenantKey } from '../support/open-key'
import { basic } from '../support/open-user'
import { readTables } from '../support/read-bridge'

// Each starts processes, which a busy machine does slowly.
jest.setTimeout(180_000)

const nowhere = 'http://127.0.0.1:9'
const setup = { soarUrl: nowhere, soarToken: 'x', jiraUrl: nowhere }
const password = 'a long sentence will do'

let bridge: RunningBridge
let files: ConfigFolder

beforeEach(async () => {
  files = createConfigFolder()
  bridge = await openBridge(setup)
})
afterEach(async () => {
  killCommands()
  files.remove()
  await bridge.close()
})

const inDatabase = (args: string[], input?: string) =>
  runCommand(args, { folder: bridge.folder, ...(input !== undefined && { input }) })
const overApi = (key: string, args: string[], input?: string) =>
  runCommand(args, { env: { BRIDGE_URL: bridge.url, BRIDGE_KEY: key }, ...(input !== undefined && { input }) })
const statusAs = async (as: string) =>
  (await fetch(`${bridge.url}/v1/links`, { headers: { Authorization: as } })).status
const restart = async () => {
  bridge = await openBridge({ ...setup, folder: bridge.folder })
}

describe('soarbridge user', () => {
  test('looks after users of a running server through its API', async () => {
    const admin = await openKey(bridge, 'bridge.admin')
    const made = await overApi(admin, ['user', 'create', 'ada', '--role', 'bridge.viewer', '--json'], `${password}\n`)
    expect({ ...made, stdout: JSON.parse(made.stdout) }).toMatchObject({
      code: 0,
      stdout: { name: 'ada', tenant: 'default' },
      stderr: '',
    })
    expect(await statusAs(basic('ada', password))).toBe(200)
    const file = files.write('password', 'another long sentence\n')
    expect(await overApi(admin, ['user', 'set-password', 'ada', '--password-file', file])).toMatchObject({ code: 0 })
    expect(await statusAs(basic('ada', password))).toBe(401)
    expect(await overApi(admin, ['user', 'disable', 'ada'])).toMatchObject({ code: 0, stdout: 'ada is disabled\n' })
    expect(await statusAs(basic('ada', 'another long sentence'))).toBe(401)
    const { stdout } = await overApi(admin, ['user', 'list'])
    expect(JSON.parse(stdout)).toMatchObject({ name: 'ada', disabled: true })
    const refused = await overApi(await openKey(bridge, 'bridge.operator'), ['user', 'list'])
    expect(refused).toMatchObject({ code: 1, stderr: 'error: this needs another role (the key in BRIDGE_KEY)\n' })
  })

  test('looks after those in the database of a stopped one, and tells what is wrong in a sentence', async () => {
    await bridge.stop()
    const create = (name: string, input: string) =>
      inDatabase(['user', 'create', name, '--role', 'bridge.viewer', '--tenant', 'emea'], input)
    expect(await create('ada', password)).toMatchObject({ code: 0, stdout: 'ada may log in (bridge.viewer)\n' })
    expect(await create('ada', password)).toMatchObject({
      code: 1,
      stderr: 'error: there is a user of this name already\n',
    })
    expect(await create('bob', 'short')).toMatchObject({
      code: 1,
      stderr: 'error: expected a password of 12 to 200 characters\n',
    })
    expect(await inDatabase(['user', 'disable', 'bob'])).toMatchObject({
      code: 1,
      stderr: 'error: there is no user of this name\n',
    })
    expect(readTables(bridge.folder, 'select caller, action, tenant from audit_log')).toEqual([
      { caller: 'command line', action: 'user.created', tenant: 'emea' },
    ])
    await restart()
    expect(await statusAs(basic('ada', password))).toBe(200)
  })

  test('takes no password from the command line', async () => {
    const { code, stderr } = await inDatabase([
      'user',
      'create',
      'ada',
      '--role',
      'bridge.viewer',
      '--password',
      password,
    ])
    expect({ code, isKnown: stderr.includes("unknown option '--password'") }).toEqual({ code: 2, isKnown: true })
  })
})

describe('soarbridge key', () => {
  test('makes, rotates, revokes and lists keys through the API', async () => {
    const admin = await openTenantKey(bridge, '*', ['bridge.admin'])
    const create = ['key', 'create', '--name', 'grafana', '--role', 'bridge.viewer', '--tenant', '*', '--json']
    const old = JSON.parse((await overApi(admin, create)).stdout)
    expect(await statusAs(`Bearer ${old.key}`)).toBe(200)
    const rotated = await overApi(admin, ['key', 'rotate', old.id, '--overlap-hours', '1', '--json'])
    const next = JSON.parse(rotated.stdout)
    expect([await statusAs(`Bearer ${old.key}`), await statusAs(`Bearer ${next.key}`)]).toEqual([200, 200])
    expect(await overApi(admin, ['key', 'revoke', old.id])).toMatchObject({ code: 0 })
    expect(await statusAs(`Bearer ${old.key}`)).toBe(401)
    const listed = (await overApi(admin, ['key', 'list'])).stdout.trim().split('\n')
    const known = listed.map(line => JSON.parse(line))
    expect(known).toContainEqual(expect.objectContaining({ id: next.id, replaces: old.id, tenant: '*' }))
    expect(listed.join()).not.toContain(next.key)
  })
})

describe('soarbridge audit', () => {
  test('lists what was done, verifies it, and names the first bad row, exit code 1', async () => {
    await bridge.stop()
    for (const name of ['one', 'two', 'three'])
      await inDatabase(['key', 'create', '--name', name, '--role', 'bridge.viewer'])
    const listed = (await inDatabase(['audit', 'list', '--action', 'key.created'])).stdout.trim().split('\n')
    expect(listed.map(line => JSON.parse(line).detail.name)).toEqual(['three', 'two', 'one'])
    const good = await inDatabase(['audit', 'verify'])
    expect(good).toMatchObject({ code: 0, stdout: expect.stringMatching(/^default: 3 rows .* head [0-9a-f]{64}\n$/) })
    const head = good.stdout.trim().slice(-64)
    const db = new Sqlite(path.join(bridge.folder, 'bridge.db'))
    db.exec('delete from audit_log where seq = 3')
    db.close()
    expect(await inDatabase(['audit', 'verify'])).toMatchObject({ code: 0 })
    expect(await inDatabase(['audit', 'verify', '--tenant', 'default', '--rows', '3', '--head', head])).toMatchObject({
      code: 1,
      stdout: 'default: row 3 is truncated; the 2 before it are as they were written\n',
    })
    const file = new Sqlite(path.join(bridge.folder, 'bridge.db'))
    file.exec("update audit_log set detail = '{}' where seq = 2")
    file.close()
    await restart()
    const admin = await openKey(bridge, 'bridge.admin')
    expect(await overApi(admin, ['audit', 'verify'])).toMatchObject({
      code: 1,
      stdout: 'default: row 2 is changed; the 1 before it are as they were written\n',
    })
  })
})
