import { postJira } from '../support/post-jira'
import { openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

let stage: Stage
afterEach(() => stage.close())

const updates = 1_000
const postsAtOnce = 20

test('1,000 updates of one ticket cost at most 20 calls to SOAR, and the last one counts', async () => {
  stage = await openStage({ bridge: { delivery: { coalesceMs: 250, settleSeconds: 1 } } })
  await waitUntil('SOAR is open', () => stage.events('connection.resumed').some(line => line.connection === 'soar'))
  await stage.soarCalls()
  const startedAt = Date.now()
  const bodies = Array.from({ length: updates }, (_, index) => update(startedAt + index, `Update ${index}`))
  const post = async () => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
      expect((await postJira(stage.bridge.url, body)).status).toBe(202)
    }
  }
  await Promise.all(Array.from({ length: postsAtOnce }, post))
  await stage.quiet()
  expect((await stage.containers()).map(container => container.name)).toEqual([`SEC-7: Update ${updates - 1}`])
  const calls = await stage.soarCalls()
  expect(calls.length).toBeLessThanOrEqual(20)
  expect(calls.filter(call => call === 'POST /rest/container')).toHaveLength(1)
  expect(stage.rows('select count(*) as count from receipts')).toEqual([{ count: updates }])
})

function update(updatedAt: number, summary: string): string {
  const updated = new Date(updatedAt).toISOString().replace('Z', '+0000')
  const fields = { summary, description: null, updated, priority: { name: 'High' }, status: { name: 'To Do' } }
  return JSON.stringify({
    timestamp: updatedAt,
    webhookEvent: 'jira:issue_updated',
    issue: { id: '70007', key: 'SEC-7', fields },
  })
}
