import { killCommands, runCommand } from '../support/command-line'
import { openKey } from '../support/open-key'
import { openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

// Each starts processes, which a busy machine does slowly.
jest.setTimeout(120_000)

let stage: Stage
let key: string
beforeAll(async () => {
  stage = await openStage()
  key = await openKey(stage.bridge, 'bridge.operator')
  await waitUntil('SOAR is open', () => stage.events('connection.resumed').some(line => line.connection === 'soar'))
  const [webhook] = (await stage.jira.call('GET', '/rest/webhooks/1.0/webhook')).body
  await stage.jira.call('DELETE', `/rest/webhooks/1.0/webhook/${webhook.self.split('/').pop()}`)
})
afterAll(async () => {
  killCommands()
  await stage.close()
})

const backfill = (...args: string[]) =>
  runCommand(['backfill', 'jira', '--since', '1d', ...args], {
    env: { BRIDGE_URL: stage.bridge.url, BRIDGE_KEY: key },
  })

test('a backfill tells what it did, and names the first ticket that failed', async () => {
  await stage.jira.file({ summary: 'Old' })
  const refusal = { name: 'error', status: 400, body: { failed: true, message: 'Refused.' }, method: 'POST' }
  await stage.jira.file({ summary: 'Elsewhere', project: { key: 'OPS' } })
  expect(await backfill('--query', 'project = SEC')).toEqual({
    code: 0,
    stdout: 'jira: done, 1 tickets read, 1 of them new or changed, 0 failed\n',
    stderr: '',
  })
  await stage.soar.scenario({ ...refusal, path: '/rest/container', times: 1 })
  const { code, stdout, stderr } = await backfill()
  expect({ code, stdout }).toEqual({
    code: 1,
    stdout: 'jira: done, 2 tickets read, 1 of them new or changed, 1 failed\n',
  })
  expect(stderr).toMatch(/^the first that failed is OPS-1: .*refused/)
  const again = await backfill('--json')
  expect(JSON.parse(again.stdout)).toMatchObject({ state: 'done', read: 2, entered: 0, failed: 1 })
  expect(stage.rows("select action from audit_log where action = 'backfill.started'")).toHaveLength(3)
})

test('a query that Jira refuses fails, and says so', async () => {
  const { code, stderr } = await backfill('--query', 'project = = SEC')
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^error: .*400/) })
})

test('without a server it says what it needs', async () => {
  const { code, stderr } = await runCommand(['backfill', 'jira', '--since', '1d'])
  expect({ code, stderr }).toEqual({ code: 78, stderr: expect.stringContaining('set BRIDGE_URL and BRIDGE_KEY') })
})
