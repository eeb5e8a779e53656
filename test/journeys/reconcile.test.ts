import { killCommands, runCommand } from '../support/command-line'
import { openKey } from '../support/open-key'
import { openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

// Starts processes, which a busy machine does slowly.
jest.setTimeout(120_000)

let stage: Stage
let operator: string
let key: string

beforeAll(async () => {
  // Nobody tells what happens in SOAR: the polls are as good as paused.
  stage = await openStage({
    soar: { users: [{ username: 'ada', password: 'pw' }] },
    bridge: { polling: { seconds: 3600 } },
  })
  operator = await openKey(stage.bridge, 'bridge.operator')
  await waitUntil('SOAR is open', () => stage.events('connection.resumed').some(line => line.connection === 'soar'))
  key = (await stage.jira.file({ summary: 'Beacon', priority: { name: 'Low' } })).key
  await stage.quiet()
})
afterAll(async () => {
  killCommands()
  await stage.close()
})

const reconcile = (...args: string[]) =>
  runCommand(['reconcile', ...args], { env: { BRIDGE_URL: stage.bridge.url, BRIDGE_KEY: operator } })
/** Only people may delete in SOAR. */
const remove = (path: string) => stage.soar.send('DELETE', path, { headers: ada })
const ada = { authorization: `Basic ${Buffer.from('ada:pw').toString('base64')}` }
const linesOf = (text: string) =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Record<string, unknown>)

test('a change in SOAR that nobody heard of shows in the plan, is applied, and is gone from it', async () => {
  // The due time that SOAR itself gave the new container stays in SOAR.
  expect(await reconcile()).toMatchObject({ code: 0, stdout: '' })

  await stage.soar.post('/rest/container/1', { severity: 'high' })
  const plan = await reconcile('--connection', 'jira')
  expect(plan.code).toBe(3)
  expect(linesOf(plan.stdout)).toEqual([
    expect.objectContaining({ ticketKey: key, field: 'severity', container: 'high', action: 'to-ticket' }),
  ])
  expect(plan.stderr).toContain('1 pairs looked at, 1 differences')

  const applied = await reconcile('--apply', '--field', 'severity')
  expect([applied.code, applied.stderr]).toEqual([0, expect.stringContaining('1 of 1 pairs mended')])
  const { body } = await stage.jira.call('GET', `/rest/api/2/issue/${key}`)
  expect(body.fields.priority.name).toBe('High')
  expect(await reconcile()).toMatchObject({ code: 0, stdout: '' })

  const timeline = await runCommand(['links', 'timeline', key, '--json'], {
    env: { BRIDGE_URL: stage.bridge.url, BRIDGE_KEY: operator },
  })
  const writes = linesOf(timeline.stdout).filter(({ kind }) => kind === 'write')
  const details = writes.map(({ detail }) => detail)
  expect(details).toContainEqual(expect.objectContaining({ field: 'severity', side: 'soar', cause: 'person' }))
  expect(details).toContainEqual(
    expect.objectContaining({ field: 'severity', side: 'ticket', cause: 'bridge', job: expect.any(String) }),
  )
})

test('artifacts that were deleted in SOAR are named by the plan, and made again once where it is applied', async () => {
  await stage.jira.call('PUT', `/rest/api/2/issue/${key}`, { fields: { description: 'from 192.0.2.33' } })
  await stage.quiet()
  expect(await reconcile('--deep')).toMatchObject({ code: 0, stdout: '' })
  const before = await stage.artifacts()
  for (const { id } of before) await remove(`/rest/artifact/${id}`)
  expect(await stage.artifacts()).toEqual([])
  expect(await reconcile()).toMatchObject({ code: 0, stdout: '' })

  const plan = await reconcile('--deep')
  expect([plan.code, linesOf(plan.stdout)]).toEqual([
    3,
    [
      expect.objectContaining({
        field: 'artifacts',
        action: 'to-soar',
        reason: expect.stringContaining(`Ticket ${key}`),
      }),
    ],
  ])
  expect((await reconcile('--apply', '--deep')).code).toBe(0)
  expect(await reconcile('--deep')).toMatchObject({ code: 0, stdout: '' })
  const named = (all: { name: string }[]) => all.map(({ name }) => name).sort()
  expect(named((await stage.artifacts()) as never)).toEqual(named(before as never))
})

test('without a server it reads by itself, and what it applies waits for the next start', async () => {
  await stage.bridge.stop()
  await stage.soar.post('/rest/container/1', { status: 'closed' })
  const inDatabase = (...args: string[]) => runCommand(['reconcile', ...args], { folder: stage.bridge.folder })
  const plan = await inDatabase('--link', key)
  expect([plan.code, linesOf(plan.stdout)]).toEqual([3, [expect.objectContaining({ field: 'status' })]])
  expect(stage.rows("select 1 from receipts where state = 'pending'")).toEqual([])

  const applied = await inDatabase('--apply')
  expect([applied.code, applied.stderr]).toEqual([3, expect.stringContaining('at the next start of the server')])
  expect(stage.rows("select event from receipts where state = 'pending'")).toEqual([{ event: 'bridge:reconcile' }])
})
