import { createEvents } from '../../src/telemetry/events'
import { createLog } from '../../src/telemetry/log'
import { createMetrics } from '../../src/telemetry/metrics'

function setUp() {
  const lines: string[] = []
  const log = createLog({ level: 'debug', secrets: [], destination: { write: line => lines.push(line) } })
  const metrics = createMetrics({
    connections: ['jira', 'soar'],
    commandKinds: ['create-container'],
    jobStates: ['waiting'],
    enrichmentKinds: ['threat_lookup'],
  })
  return { events: createEvents(log, metrics), log, metrics, parsed: () => lines.map(line => JSON.parse(line)) }
}

test('an event is one line under its name', () => {
  const { events, parsed } = setUp()
  events.emit('webhook.received', { connection: 'jira', status: 'accepted', receipt: 'r1', bytes: 12, ms: 3 })
  expect(parsed()).toEqual([
    {
      level: 'debug',
      time: expect.any(String),
      message: 'webhook.received',
      connection: 'jira',
      status: 'accepted',
      receipt: 'r1',
      bytes: 12,
      ms: 3,
    },
  ])
})

test('what holds tickets up until somebody acts is an error, what somebody should see a warning', () => {
  const { events, parsed } = setUp()
  events.emit('connection.paused', { connection: 'soar', reason: 'credentials refused' })
  events.emit('receipt.quarantined', { connection: 'jira', receipt: 'r1', reason: 'no JSON' })
  expect(parsed().map(({ level }) => level)).toEqual(['error', 'warn'])
})

test('fields that the list does not hold do not compile, and objects do not pass at run time', () => {
  const { events, parsed } = setUp()
  // @ts-expect-error no event has a field for the body
  events.emit('receipts.purged', { receipts: 1, attempts: 2, jobs: 3, ms: 4, body: { text: 'ticket' } })
  // @ts-expect-error no such event
  expect(() => events.emit('ticket.exploded', {})).toThrow()
  expect(parsed()[0]).not.toHaveProperty('body')
})

test('events count themselves', async () => {
  const { events, metrics } = setUp()
  events.emit('webhook.received', { connection: 'jira', status: 'duplicate', receipt: 'r1', bytes: 12, ms: 3 })
  events.emit('webhook.refused', { connection: 'jira', status: 401, code: 'unauthenticated' })
  events.emit('lane.digested', {
    connection: 'jira',
    lane: 'jira/1',
    receipts: 3,
    changes: 2,
    jobs: 1,
    decision: 'job',
    ms: 2,
  })
  const attempt = { connection: 'soar', job: 'j', link: 'l', kind: 'create-container', tries: 1, ms: 20 }
  events.emit('delivery.attempted', { ...attempt, outcome: 'confirmed' })
  events.emit('connection.paused', { connection: 'soar', reason: 'down' })
  const post = { created: 2, updated: 1, skipped: 0, replayed: 3, ms: 4 }
  events.emit('enrichment.stored', { kind: 'threat_lookup', tenant: 'acme', ...post })
  const page = await metrics.read()
  expect(page).toContain('soarbridge_webhooks_total{connection="jira",status="duplicate"} 1')
  expect(page).toContain('soarbridge_webhooks_total{connection="jira",status="refused"} 1')
  expect(page).toContain('soarbridge_digested_receipts_total{connection="jira"} 3')
  expect(page).toContain('soarbridge_attempts_total{connection="soar",kind="create-container",outcome="confirmed"} 1')
  expect(page).toContain('soarbridge_connection_paused{connection="soar"} 1')
  for (const [outcome, count] of [
    ['created', 2],
    ['updated', 1],
    ['skipped', 0],
    ['replayed', 3],
  ])
    expect(page).toContain(`soarbridge_enrichments_total{kind="threat_lookup",outcome="${outcome}"} ${count}`)
  expect(page).toContain('soarbridge_enrichment_seconds_count{kind="threat_lookup"} 1')
  expect(page).not.toContain('acme')
  events.emit('connection.resumed', { connection: 'soar', ms: 1000 })
  expect(await metrics.read()).toContain('soarbridge_connection_paused{connection="soar"} 0')
})

test('events do without metrics', () => {
  const { log, parsed } = setUp()
  createEvents(log).emit('connection.resumed', { connection: 'soar', ms: 5 })
  expect(parsed()).toHaveLength(1)
})
