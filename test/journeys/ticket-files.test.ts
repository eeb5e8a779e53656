import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { openBridge, type RunningBridge } from '../support/bridge'
import { type OpenedJira, openJira } from '../support/open-jira'
import { createFolder } from '../support/open-store'
import { isQuiet, readTables } from '../support/read-bridge'
import { type OpenedSoar, openSoar } from '../support/soar-sandbox'
import { waitUntil } from '../support/wait-until'

jest.setTimeout(60_000)

let soar: OpenedSoar
let jira: OpenedJira
let folder: string
let bridge: RunningBridge
const open = () =>
  openBridge({
    soarUrl: soar.url,
    soarToken: soar.token,
    jiraUrl: jira.url,
    jira: { ...jira.connection, rules: 'rules.yaml' },
    polling: { seconds: 0.2 },
    folder,
  })

beforeAll(async () => {
  soar = await openSoar()
  jira = await openJira()
  folder = createFolder()
  writeFileSync(path.join(folder, 'rules.yaml'), 'files: { direction: both, maxMegabytes: 1 }\n')
  bridge = await open()
  await jira.pushTo(bridge.url)
})
afterAll(async () => {
  await bridge.close()
  await Promise.all([soar.close(), jira.close()])
})

async function upload(key: string, name: string, content: string): Promise<void> {
  const form = new FormData()
  form.append('file', new Blob([content]), name)
  const { email, token } = jira.connection.auth
  const Authorization = `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`
  const headers = { Authorization, 'X-Atlassian-Token': 'no-check' }
  const answer = await fetch(`${jira.url}/rest/api/3/issue/${key}/attachments`, { method: 'POST', headers, body: form })
  expect(answer.status).toBe(200)
}

const inVault = async (): Promise<Record<string, unknown>[]> =>
  (await soar.list('/rest/container_attachment', { pretty: '' })).body.data
const underTicket = async (key: string): Promise<unknown[]> =>
  (await jira.call('GET', `/rest/api/3/issue/${key}?fields=attachment`)).body.fields.attachment
const rest = async () => {
  await jira.idle()
  await waitUntil('everything is delivered', () => isQuiet(folder))
}

test('files cross once each, through an upload whose answer is lost and a restart, and none comes back', async () => {
  const { key } = await jira.file({ summary: 'Mail with a file' })
  await rest()
  const after = { name: 'reset-after-commit', method: 'POST', path: '/rest/container_attachment', times: 1 }
  await soar.scenario(after)
  await upload(key, 'mail.eml', 'From: eve')
  await waitUntil('it is in the vault', async () => (await inVault()).length === 1)
  await bridge.stop()
  bridge = await open()
  await jira.pushTo(bridge.url)
  await rest()
  await jira.call('PUT', `/rest/api/3/issue/${key}`, { fields: { summary: 'Mail with a file, seen' } })
  await rest()
  const container = Number(readTables<{ id: string }>(folder, 'select container_id as id from links')[0]?.id)
  const file = { container_id: container, file_name: 'report.txt', file_content: Buffer.from('all').toString('base64') }
  await soar.post('/rest/container_attachment', file)
  await waitUntil('the other one is under the ticket', async () => (await underTicket(key)).length === 2)
  await rest()
  const names = (await inVault()).map(({ name }) => String(name)).sort()
  expect(names).toEqual([expect.stringMatching(/^[0-9a-f]{26}-mail\.eml$/), 'report.txt'])
  expect(await underTicket(key)).toMatchObject([
    { filename: 'mail.eml' },
    { filename: expect.stringMatching(/-report\.txt$/) },
  ])
})
