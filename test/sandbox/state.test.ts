import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { closeSandboxes, openSandbox, sandboxNames } from '../support/any-sandbox'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sandbox-'))
})
afterEach(async () => {
  await closeSandboxes()
  rmSync(folder, { recursive: true })
})

describe.each(sandboxNames)('the state of the sandbox of %s', name => {
  test('is saved when it closes, and another one goes on from there, also after a reset', async () => {
    const saveFile = path.join(folder, 'state.json')
    const first = await openSandbox(name, { saveFile })
    await first.create()
    await first.create()
    const before = await (await first.read()).text()
    await first.close()
    expect(readdirSync(folder)).toEqual(['state.json'])
    expect(statSync(saveFile).mode & 0o077).toBe(0)

    const second = await openSandbox(name, { stateFile: saveFile })
    expect(await second.count()).toBe(2)
    expect((await (await second.read()).text()).replaceAll(second.url, first.url)).toBe(before)
    expect((await second.create()).ok).toBe(true)
    expect(await second.count()).toBe(3)
    await second.control('reset', {})
    expect(await second.count()).toBe(2)
  })

  test('is saved on request, and only where a file was named', async () => {
    const saveFile = path.join(folder, 'state.json')
    const sandbox = await openSandbox(name, { saveFile })
    await sandbox.create()
    expect((await sandbox.control('save', {})).body).toEqual({ saved: saveFile })
    expect(JSON.parse(readFileSync(saveFile, 'utf8'))).toMatchObject({ sandbox: name, version: 1 })
    const other = await openSandbox(name)
    expect((await other.control('save', {})).status).toBe(400)
  })

  test('goes over HTTP from one sandbox to another, which forgets its own', async () => {
    const [from, to] = [await openSandbox(name), await openSandbox(name)]
    await from.create()
    for (let i = 0; i < 3; i += 1) await to.create()
    const { body } = await from.control('state')
    expect(body).toMatchObject({ sandbox: name, version: 1 })
    expect((await to.control('state', body)).body).toEqual({ loaded: true })
    expect(await to.count()).toBe(1)
    expect((await to.create()).ok).toBe(true)
    expect(await to.count()).toBe(2)
  })

  test.each([
    ['of another sandbox', { sandbox: 'zendesk', version: 1 }, 'no state of a sandbox for'],
    ['of a later version', { sandbox: name, version: 2 }, 'version 2'],
    ['without its parts', { sandbox: name, version: 1 }, 'misses'],
    ['that is none', [], 'no state'],
  ])('%s is refused, and leaves all as it was', async (_, state, says) => {
    const sandbox = await openSandbox(name)
    await sandbox.create()
    const refused = await sandbox.control('state', state)
    expect([refused.status, refused.body.error]).toEqual([400, expect.stringContaining(says)])
    expect(await sandbox.count()).toBe(1)
    const stateFile = path.join(folder, 'bad.json')
    writeFileSync(stateFile, JSON.stringify(state))
    await expect(openSandbox(name, { stateFile })).rejects.toThrow(says)
  })

  test('in a file that is not JSON is refused with its name', async () => {
    const stateFile = path.join(folder, 'bad.json')
    writeFileSync(stateFile, '{')
    await expect(openSandbox(name, { stateFile })).rejects.toThrow(/bad\.json is not JSON/)
    await expect(openSandbox(name, { stateFile: path.join(folder, 'none.json') })).rejects.toThrow('ENOENT')
  })

  test('and the ledger tell what each request did, from a number on', async () => {
    const sandbox = await openSandbox(name)
    await sandbox.create()
    await sandbox.scenario({ name: 'late-commit', ms: 0, times: 1, status: 504 })
    await sandbox.create()
    await sandbox.scenario({ name: 'down', times: 1 })
    await sandbox.create().catch(() => undefined)
    const { requests } = (await sandbox.control('requests')).body
    expect(requests).toMatchObject([
      { seq: 1, method: 'POST', path: sandbox.path, query: '', scenario: null },
      { seq: 2, status: 504, scenario: 'late-commit' },
      { seq: 3, status: null, scenario: 'down', effects: [] },
    ])
    expect(requests[0].status).toBeLessThan(300)
    expect(requests[0].effects.length).toBeGreaterThan(0)
    expect(requests[1].effects).toEqual(requests[0].effects)
    expect((await sandbox.control('requests?after=2')).body.requests).toEqual(requests.slice(2))
    const { effects } = (await sandbox.control('ledger')).body
    expect(effects[0]).toMatchObject({ seq: 1, effect: requests[0].effects[0], request: 1 })
    expect((await sandbox.control(`ledger?after=${effects.length}`)).body.effects).toEqual([])
  })
})
