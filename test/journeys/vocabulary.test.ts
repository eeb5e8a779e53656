import { createConfigFolder } from '../support/config-folder'
import { openKey } from '../support/open-key'
import { openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

let stage: Stage
afterEach(() => stage.close())

test('a rule that names a word SOAR does not know holds delivery, keeps receipts, and says so everywhere', async () => {
  stage = await openStage({
    soar: { labels: ['events'] },
    bridge: { soar: { label: 'phishing' }, delivery: { vocabularySeconds: 0.2, settleSeconds: 1, coalesceMs: 20 } },
  })
  await waitUntil('the words were read', () => stage.events('vocabulary.unknown').length > 0)
  await stage.jira.file({ summary: 'Held' })
  await stage.jira.idle()
  await waitUntil('it was digested', () => stage.rows('select 1 from jobs').length === 1)
  expect(await stage.soarCalls()).toEqual([])
  expect(stage.rows('select state from receipts')).toEqual([{ state: 'processed' }])

  const readiness = await fetch(`${stage.bridge.url}/readyz`)
  expect(readiness.status).toBe(200)
  expect(await readiness.json()).toMatchObject({
    connections: expect.arrayContaining([{ name: 'jira', state: 'held' }]),
  })

  const headers = { Authorization: `Bearer ${await openKey(stage.bridge, 'bridge.viewer')}` }
  const links = (await (await fetch(`${stage.bridge.url}/v1/links`, { headers })).json()) as { items: { id: string }[] }
  const timeline = await fetch(`${stage.bridge.url}/v1/links/${links.items[0]?.id}/timeline`, { headers })
  expect(JSON.stringify(await timeline.json())).toContain('SOAR does not know label \\"phishing\\"')
  const connections = await (await fetch(`${stage.bridge.url}/v1/connections`, { headers })).json()
  expect(connections).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ name: 'jira', state: 'held' })]),
  })
})

test('a word of the way back that Jira does not offer holds that field alone, and its connection says so', async () => {
  const folder = createConfigFolder()
  const rules = folder.write('rules.yaml', 'toTicket:\n  status:\n    - { soar: closed, to: [On Hold] }\n')
  stage = await openStage({ bridge: { jira: { rules } } })
  await waitUntil('it was found out', () => stage.events('mapping.unknown').length > 0)
  expect(stage.events('mapping.unknown')).toEqual([expect.objectContaining({ connection: 'jira', level: 'error' })])

  const headers = { Authorization: `Bearer ${await openKey(stage.bridge, 'bridge.viewer')}` }
  const { items } = (await (await fetch(`${stage.bridge.url}/v1/connections`, { headers })).json()) as {
    items: { name: string; state: string; heldBack?: { field: string; reason: string }[] }[]
  }
  const held = items.filter(({ heldBack }) => heldBack !== undefined)
  expect(held).toEqual([expect.objectContaining({ name: 'jira', state: 'open' })])
  expect(held[0]?.heldBack).toEqual([{ field: 'status', reason: expect.stringContaining('none of On Hold') }])
  folder.remove()
})

test('metrics and docs ask for a key where the configuration says so', async () => {
  stage = await openStage({ bridge: { server: { publicMetrics: false, publicDocs: false } } })
  const headers = { Authorization: `Bearer ${await openKey(stage.bridge, 'bridge.viewer')}` }
  for (const path of ['/metrics', '/docs', '/docs/swagger-ui.css', '/openapi.yaml', '/openapi.json']) {
    expect({ path, status: (await fetch(stage.bridge.url + path)).status }).toEqual({ path, status: 401 })
    expect({ path, status: (await fetch(stage.bridge.url + path, { headers })).status }).toEqual({ path, status: 200 })
  }
})
