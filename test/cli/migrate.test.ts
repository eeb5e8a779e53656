import { statSync } from 'node:fs'
import path from 'node:path'
import { holdLockFile } from '../../src/store/lock-file'
import { migrations } from '../../src/store/migrate'
import { runCommand } from '../support/command-line'
import { type ConfigFolder, createConfigFolder } from '../support/config-folder'

// Each starts processes, which a busy machine does slowly.
jest.setTimeout(120_000)

let folder: ConfigFolder

beforeEach(() => {
  folder = createConfigFolder()
  folder.write('bridge.yaml', 'database: { url: "sqlite:./data/bridge.db" }\n')
})
afterEach(() => folder.remove())

const migrate = (...args: string[]) => runCommand(['migrate', ...args], { folder: folder.path })

describe('soarbridge migrate', () => {
  it('makes the database for its owner alone, names what it ran, and runs nothing twice', async () => {
    const names = Object.keys(migrations)
    expect(await migrate()).toEqual({ code: 0, stdout: names.map(name => `ran ${name}\n`).join(''), stderr: '' })
    expect(statSync(path.join(folder.path, 'data', 'bridge.db')).mode & 0o077).toBe(0)
    const again = await migrate('--json')
    expect(again).toEqual({ code: 0, stdout: '{"migrations":[]}\n', stderr: '' })
  })

  it('is refused while another process holds the database', async () => {
    await migrate()
    const release = holdLockFile(path.join(folder.path, 'data', 'bridge.db'))
    const { code, stderr } = await migrate()
    release()
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: another process holds the database/)
  })
})
