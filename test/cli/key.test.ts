import path from 'node:path'
import { holdLockFile } from '../../src/store/lock-file'
import { killCommands, runCommand } from '../support/command-line'
import { readTables } from '../support/read-bridge'
import { openSurroundings, type Surroundings } from '../support/served-bridge'

// Each starts processes, which a busy machine does slowly.
jest.setTimeout(120_000)

let surroundings: Surroundings

beforeEach(async () => {
  surroundings = await openSurroundings()
})
afterEach(async () => {
  killCommands()
  await surroundings.close()
})

const create = (...args: string[]) => runCommand(['key', 'create', ...args], { folder: surroundings.folder.path })
const storedKeys = () =>
  readTables<Record<string, unknown>>(surroundings.folder.path, 'select * from api_keys order by created_at')

describe('soarbridge key create', () => {
  it('prints the key alone on standard output, once, and keeps only its digest', async () => {
    const { code, stdout, stderr } = await create(
      '--name',
      'viewer',
      '--role',
      'bridge.viewer',
      '--allow-ip',
      '127.0.0.1',
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/^sbk_[0-9A-Za-z_]+\n$/)
    expect(stderr).not.toContain(stdout.trim())
    const [row] = storedKeys()
    expect(row).toMatchObject({
      name: 'viewer',
      roles: '["bridge.viewer"]',
      allow_ips: '["127.0.0.1"]',
      expires_at: null,
    })
    expect(JSON.stringify(row)).not.toContain(stdout.trim())
  })

  it('prints one JSON object, and says that a key without addresses is good from any', async () => {
    const roles = ['--role', 'bridge.viewer', '--role', 'bridge.operator']
    const { code, stdout, stderr } = await create('--name', 'ops', ...roles, '--expires-days', '30', '--json')
    expect(code).toBe(0)
    expect(stdout.trim().split('\n')).toHaveLength(1)
    const shown = JSON.parse(stdout)
    expect(shown).toMatchObject({ name: 'ops', roles: ['bridge.viewer', 'bridge.operator'], allowIps: ['any'] })
    expect(shown.key).toContain(shown.id)
    expect(stderr).toContain('good from any address')
    const [row] = storedKeys()
    // It ends so many days after the command was read, which was a moment before the key was made.
    expect(Math.round((Number(row?.expires_at) - Number(row?.created_at)) / 86_400_000)).toBe(30)
  })

  it('makes a key that opens the API of the server started afterwards', async () => {
    const { stdout } = await create('--name', 'viewer', '--role', 'bridge.viewer', '--json')
    const { url, command } = await surroundings.serve()
    const authorization = `Bearer ${JSON.parse(stdout).key}`
    expect((await fetch(`${url}/v1/links`, { headers: { authorization } })).status).toBe(200)
    expect((await fetch(`${url}/v1/links`, { headers: { authorization: `${authorization}x` } })).status).toBe(401)
    command.process.kill('SIGTERM')
    await command.ended
  })

  it('is refused while a server holds the database, and says what to do', async () => {
    const release = holdLockFile(path.join(surroundings.folder.path, 'bridge.db'))
    const { code, stdout, stderr } = await create('--name', 'late', '--role', 'bridge.viewer')
    release()
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^error: another process holds the database .*BRIDGE_URL, BRIDGE_KEY\)\n$/)
  })
})
