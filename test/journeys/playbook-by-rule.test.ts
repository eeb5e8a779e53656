import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { openBridge, type RunningBridge } from '../support/bridge'
import { type OpenedJira, openJira } from '../support/open-jira'
import { type OpenedServiceNow, openServiceNow } from '../support/open-servicenow'
import { createFolder } from '../support/open-store'
import { isQuiet, readTables } from '../support/read-bridge'
import { type OpenedSoar, openSoar } from '../support/soar-sandbox'
import { waitUntil } from '../support/wait-until'

jest.setTimeout(60_000)

const hostile = '[code]<img src=x onerror=alert(1)>[/code] [~mia] {noformat} !x.png! see http://evil.example'
const rules = `
playbooks:
  - { when: { field: PRIORITY, in: [Highest, "1"] }, run: local/triage, on: [create] }
  - { when: { field: PRIORITY, in: [Low, "3"] }, run: local/broken, on: [create] }
results: { runs: true }
notes: { direction: both }
`
const playbooks = [
  { name: 'triage', steps: [{ note: { title: 'Verdict [~mia]', content: hostile } }] },
  { name: 'broken', steps: [{ fail: 'the mail gateway did not answer' }] },
]

let soar: OpenedSoar
let jira: OpenedJira
let servicenow: OpenedServiceNow
let bridge: RunningBridge
beforeAll(async () => {
  soar = await openSoar({ playbooks })
  jira = await openJira()
  servicenow = await openServiceNow()
  const folder = createFolder()
  writeFileSync(path.join(folder, 'jira.yaml'), rules.replaceAll('PRIORITY', 'priority'))
  writeFileSync(path.join(folder, 'servicenow.yaml'), rules.replaceAll('PRIORITY', 'urgency'))
  bridge = await openBridge({
    soarUrl: soar.url,
    soarToken: soar.token,
    jiraUrl: jira.url,
    jira: { ...jira.connection, rules: 'jira.yaml' },
    servicenowUrl: servicenow.url,
    servicenowAuth: servicenow.auth,
    servicenow: { rules: 'servicenow.yaml' },
    polling: { seconds: 0.2 },
    folder,
  })
  await jira.pushTo(bridge.url)
  await servicenow.pushTo(bridge.url)
})
afterAll(async () => {
  await bridge.close()
  await Promise.all([soar.close(), jira.close(), servicenow.close()])
})

const commentsOf = async (key: string): Promise<{ body: unknown }[]> =>
  (await jira.call('GET', `/rest/api/3/issue/${key}/comment`)).body.comments
const textOf = async (key: string) => JSON.stringify(await commentsOf(key))
const notesOf = async (id: string): Promise<{ value: string }[]> =>
  (await servicenow.call('GET', `/api/now/table/sys_journal_field?sysparm_query=element_id=${id}`)).body.result
const rest = async () => {
  await Promise.all([jira.idle(), servicenow.idle()])
  await waitUntil('everything is delivered', () => isQuiet(bridge.folder))
}

/** Types of the nodes of a document. */
function typesIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(typesIn)
  if (typeof node !== 'object' || node === null) return []
  const own = 'type' in node ? [String(node.type)] : []
  return [...own, ...Object.values(node).flatMap(typesIn)]
}

test('a playbook that a rule starts runs once, and its ticket tells how it ended', async () => {
  const good = await jira.file({ summary: 'Beacon', priority: { name: 'Highest' } })
  const bad = await jira.file({ summary: 'Mail', priority: { name: 'Low' } })
  await waitUntil('the success is told', async () => (await textOf(good.key)).includes('succeeded: local/triage'))
  await waitUntil('the failure is told', async () => (await textOf(bad.key)).includes('failed: local/broken'))
  await rest()
  const runs = (await soar.get('/rest/playbook_run')).body.data as unknown[]
  expect(runs).toHaveLength(2)
  expect(
    readTables(bridge.folder, "select 1 from jobs where kind = 'run-playbook' and state = 'confirmed'"),
  ).toHaveLength(2)
})

test('what it wrote is harmless in Jira: plain text, nobody is called, nothing to click on', async () => {
  const { key } = await jira.file({ summary: 'Beacon', priority: { name: 'Highest' } })
  await waitUntil('the note is told', async () => (await textOf(key)).includes('Verdict'))
  await rest()
  const comments = await commentsOf(key)
  const bodies = comments.map(({ body }) => body)
  expect(new Set(bodies.flatMap(typesIn))).toEqual(new Set(['doc', 'paragraph', 'text', 'hardBreak']))
  const text = JSON.stringify(bodies)
  expect(text).toContain('hxxp://evil[.]example')
  expect(text).not.toContain('http://evil.example')
  expect(comments).toHaveLength(2)
})

test('and in ServiceNow, where [code] would make it HTML, once each, and none comes back as a note', async () => {
  const { sys_id: id = '' } = await servicenow.file({ short_description: 'Beacon', urgency: '1' })
  const texts = async () => (await notesOf(id)).map(({ value }) => value)
  await waitUntil('it is told', async () => (await texts()).join().includes('succeeded: local/triage'))
  await waitUntil('the note is told', async () => (await texts()).join().includes('Verdict'))
  await rest()
  const all = await texts()
  expect(all.join()).not.toMatch(/\[\/?code\]/i)
  expect(all.join()).not.toContain('http://evil.example')
  expect(all.filter(text => text.includes('Verdict'))).toHaveLength(1)
  const ofContainer = readTables<{ id: string }>(
    bridge.folder,
    `select container_id as id from links where ticket_id = '${id}'`,
  )
  const notes = (await soar.list('/rest/note', { _filter_container_id: String(ofContainer[0]?.id) })).body.data
  expect(notes).toHaveLength(1)
})
