import { openKey } from '../support/open-key'
import { postEnrichment } from '../support/post-enrichment'
import { openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

let stage: Stage
afterEach(() => stage.close())

/** Files a ticket, deletes its container in SOAR as a person would, and changes the ticket. */
async function changeAfterDeletion(containerGone: string): Promise<string> {
  stage = await openStage({
    bridge: { delivery: { containerGone, settleSeconds: 1, probeSeconds: 1, coalesceMs: 20 } },
  })
  const { key } = await stage.jira.file({ summary: 'First', description: 'seen at 203.0.113.9' })
  await stage.quiet()
  const person = { Authorization: `Basic ${Buffer.from('soar_local_admin:password').toString('base64')}` }
  expect((await stage.soar.send('DELETE', '/rest/container/1', { headers: person })).status).toBe(200)
  await stage.jira.call('PUT', `/rest/api/2/issue/${key}`, { fields: { summary: 'Second' } })
  await stage.quiet()
  return key
}

test('by default the ticket waits for an operator, and says why', async () => {
  await changeAfterDeletion('hold')
  expect(await stage.containers()).toEqual([])
  expect(stage.rows('select state from links')).toEqual([{ state: 'container-gone' }])
  expect(stage.rows("select kind, reason from jobs where state = 'dead'")).toEqual([
    { kind: 'update-container', reason: 'SOAR no longer has the container' },
  ])
  expect(stage.events('job.buried')).toEqual([expect.objectContaining({ reason: 'container-gone' })])
})

test('recreate: a new container holds all of the ticket', async () => {
  const key = await changeAfterDeletion('recreate')
  await waitUntil('the new container', async () => (await stage.containers()).length === 1)
  await stage.quiet()
  expect((await stage.containers())[0]).toMatchObject({ id: 2, name: `${key}: Second` })
  expect((await stage.artifacts()).map(artifact => artifact.cef.sourceAddress ?? artifact.label)).toEqual([
    '203.0.113.9',
    'ticket',
  ])
  expect(stage.rows('select state, container_id from links')).toEqual([{ state: 'linked', container_id: '2' }])
  await stage.jira.call('PUT', `/rest/api/2/issue/${key}`, { fields: { summary: 'Third' } })
  await stage.quiet()
  expect((await stage.containers())[0]?.name).toBe(`${key}: Third`)
})

test('recreate: the results of scripts are on the new container too, each once', async () => {
  stage = await openStage({
    bridge: { delivery: { containerGone: 'recreate', settleSeconds: 1, probeSeconds: 1, coalesceMs: 20 } },
  })
  const { key: ticket } = await stage.jira.file({ summary: 'First', description: 'seen at 203.0.113.9' })
  await stage.quiet()
  const as = `Bearer ${await openKey(stage.bridge, 'sn_sec_cmn.api_write')}`
  const body = { observable: '203.0.113.9', task: ticket, source_engine: 'Talos', finding: 'Malicious' }
  await postEnrichment(stage.bridge, { as, body })
  const results = async () => (await stage.artifacts()).filter(({ label }) => label === 'enrichment')
  await waitUntil('the result is there', async () => (await results()).length === 1)
  await stage.quiet()
  const person = { Authorization: `Basic ${Buffer.from('soar_local_admin:password').toString('base64')}` }
  await stage.soar.send('DELETE', '/rest/container/1', { headers: person })
  await stage.jira.call('PUT', `/rest/api/2/issue/${ticket}`, { fields: { summary: 'Second' } })
  await waitUntil('the result is there again', async () => (await results())[0]?.container === 2)
  await stage.quiet()
  expect(await results()).toHaveLength(1)
  expect((await stage.containers())[0]).toMatchObject({ id: 2, severity: 'high' })
  const comments = (await stage.jira.call('GET', `/rest/api/2/issue/${ticket}/comment`)).body.comments
  expect(comments).toHaveLength(1)
  const [link] = stage.rows<{ base: string }>('select base from links')
  expect(JSON.parse(link?.base ?? '')).toMatchObject({ statusCommentId: comments[0].id })
})

test('ignore: the ticket is left alone from then on', async () => {
  const key = await changeAfterDeletion('ignore')
  await stage.jira.call('PUT', `/rest/api/2/issue/${key}`, { fields: { summary: 'Third' } })
  await stage.quiet()
  expect(await stage.containers()).toEqual([])
  expect(stage.rows('select state from links')).toEqual([{ state: 'container-gone' }])
  expect(stage.rows("select count(*) as count from jobs where state = 'dead'")).toEqual([{ count: 0 }])
  expect(stage.events('lane.digested').at(-1)).toMatchObject({ decision: 'container-gone', jobs: 0 })
})
