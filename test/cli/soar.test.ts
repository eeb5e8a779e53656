import { createHash } from 'node:crypto'
import { runCommand } from '../support/command-line'
import { openSurroundings, type Surroundings } from '../support/served-bridge'

// Each starts processes, which a busy machine does slowly.
jest.setTimeout(180_000)

let surroundings: Surroundings

beforeAll(async () => {
  const playbooks = [
    { name: 'enrich', steps: [{ log: 'looked' }, { wait: 1_500 }] },
    { name: 'broken', steps: [{ fail: 'no such host' }] },
    { name: 'twice', steps: [] },
    { name: 'twice', repo: 'community', steps: [] },
    { name: 'ask', steps: [{ ask: 'admin', minutes: 30 }] },
  ]
  surroundings = await openSurroundings({}, { playbooks })
  for (const [name, severity] of [
    ['Beacon', 'high'],
    ['Phishing', 'low'],
    ['Beacon again', 'low'],
  ])
    await surroundings.soar.post('/rest/container', { name, severity, label: 'events' })
})
afterAll(() => surroundings.close())

const soar = (...args: string[]) => runCommand(['soar', ...args], { folder: surroundings.folder.path })
const linesOf = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))

describe('soarbridge soar', () => {
  test('lists records by SOAR’s own query language, a JSON object a line in a pipe', async () => {
    const { code, stdout } = await soar('query', 'container', '--filter', 'name__icontains="beacon"', '--sort', 'name')
    expect(code).toBe(0)
    expect(linesOf(stdout).map(({ name }) => name)).toEqual(['Beacon', 'Beacon again'])
  })

  test('joins filters by AND, leaves out what is excluded, and says where more is left', async () => {
    const one = await soar('query', 'container', '--filter', 'name__icontains="beacon"', '--exclude', 'severity="high"')
    expect(linesOf(one.stdout).map(({ name }) => name)).toEqual(['Beacon again'])
    const first = await soar('query', 'container', '--limit', '1', '--order', 'desc')
    expect(linesOf(first.stdout)).toHaveLength(1)
    expect(first.stderr).toContain('1 of 3 are shown; --all shows the rest')
    expect(linesOf((await soar('query', 'container', '--all')).stdout)).toHaveLength(3)
  })

  test('says where a filter cannot be read, and which type is none', async () => {
    expect(await soar('query', 'container', '--filter', 'name~"x"')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/character 5: expected = or !=/),
    })
    expect(await soar('query', '../x')).toMatchObject({ code: 1, stderr: expect.stringContaining('lower case') })
  })

  test('shows one record, or says that there is none', async () => {
    const { code, stdout } = await soar('get', 'container', '1')
    expect({ code, name: linesOf(stdout)[0]?.name }).toEqual({ code: 0, name: 'Beacon' })
    expect(await soar('get', 'container', '999')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^error: /) })
  })

  test('keeps the configuration of an asset to itself unless it is asked for', async () => {
    const { body } = await surroundings.soar.post('/rest/asset', {
      name: 'mail',
      product_vendor: 'Acme',
      product_name: 'Mail',
      configuration: { password: 'canary-7' },
    })
    const shown = [await soar('get', 'asset', String(body.id)), await soar('query', 'asset', '--all')]
    expect(shown.map(({ code }) => code)).toEqual([0, 0])
    expect(linesOf(shown[0]?.stdout ?? '')).toMatchObject([{ name: 'mail' }])
    for (const { stdout } of shown) expect(stdout).not.toMatch(/configuration|canary-7/)
    for (const args of [
      ['get', 'asset', String(body.id)],
      ['query', 'asset', '--all'],
    ])
      expect((await soar(...args, '--with-configuration')).stdout).toContain('canary-7')
  })

  test('follows a run to its end; the exit code tells how it ended', async () => {
    const good = await soar('run', 'enrich', '--container', '1', '--follow')
    expect({ code: good.code, last: linesOf(good.stdout).at(-1)?.status }).toEqual({ code: 0, last: 'success' })
    const bad = await soar('run', 'local/broken', '--container', '1', '--follow')
    expect({ code: bad.code, last: linesOf(bad.stdout).at(-1)?.status }).toEqual({ code: 1, last: 'failed' })
    const started = await soar('run', 'enrich', '--container', '1')
    expect(linesOf(started.stdout)).toEqual([{ run: expect.any(String), status: 'started', message: null }])
  })

  test('runs nothing where the playbook is unknown, or its name is not enough', async () => {
    expect(await soar('run', 'nothing', '--container', '1')).toMatchObject({
      code: 1,
      stderr: 'error: SOAR has no playbook nothing\n',
    })
    const { code, stderr } = await soar('run', 'twice', '--container', '1')
    expect(code).toBe(1)
    expect(stderr).toMatch(/several playbooks are called twice: .*community\/twice/)
  })

  test('lists what waits for a person, with the minutes that are left', async () => {
    await soar('run', 'ask', '--container', '2')
    const [approval] = linesOf((await soar('approvals')).stdout)
    expect(approval).toMatchObject({ container: '2', minutesLeft: expect.any(Number) })
    expect(approval.minutesLeft).toBeGreaterThan(25)
  })

  test('lists users, those of automation too', async () => {
    const users = linesOf((await soar('users')).stdout)
    expect(users.map(({ type }) => type)).toEqual(expect.arrayContaining(['normal', 'automation']))
  })

  test('uploads a file, and proves what arrived', async () => {
    const { folder } = surroundings
    folder.write('evidence.txt', 'seen at 198.51.100.7')
    const { code, stdout } = await soar('upload', 'evidence.txt', '--container', '1')
    const sha256 = createHash('sha256').update('seen at 198.51.100.7').digest('hex')
    expect({ code, told: linesOf(stdout)[0] }).toEqual({
      code: 0,
      told: { id: expect.any(String), name: 'evidence.txt', sha256 },
    })
    expect(linesOf((await soar('query', 'container_attachment')).stdout)).toMatchObject([{ name: 'evidence.txt' }])
    expect(await soar('upload', 'missing.txt', '--container', '1')).toMatchObject({ code: 1 })
  })

  test('names the connections where one has to be chosen', async () => {
    const { code, stderr } = await soar('users', '--connection', 'other')
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'error: the configuration has no SOAR called other, only soar\n',
    })
  })
})
