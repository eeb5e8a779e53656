import { createMetrics } from '../../src/telemetry/metrics'

const sets = {
  connections: ['jira', 'soar'],
  commandKinds: ['create-container'],
  jobStates: ['waiting', 'dead'],
  enrichmentKinds: ['threat_lookup'],
}

test('counters of known connections stand at zero before anything happened', async () => {
  const page = await createMetrics(sets).read()
  expect(page).toContain('soarbridge_webhooks_total{connection="jira",status="accepted"} 0')
  expect(page).toContain('soarbridge_connection_paused{connection="soar"} 0')
})

test('labels outside the known sets are one label, so that no input grows the page', async () => {
  const metrics = createMetrics(sets)
  metrics.countAttempt({ connection: 'soar', kind: 'create-container', outcome: 'dead', ms: 1 })
  metrics.countWebhook({ connection: 'x', status: 'x', ms: 1 })
  metrics.countAttempt({ connection: 'x', kind: 'x', outcome: 'x', ms: 1 })
  metrics.countDigest({ connection: 'x', receipts: 1, ms: 1 })
  metrics.setPaused('x', false)
  const post = { created: 1, updated: 0, skipped: 0, replayed: 0, ms: 1 }
  metrics.countEnrichments({ kind: 'x', ...post })
  const before = (await metrics.read()).split('\n').filter(line => line.includes('soarbridge')).length
  for (let n = 0; n < 500; n += 1) {
    metrics.countWebhook({ connection: `c${n}`, status: `s${n}`, ms: n })
    metrics.countAttempt({ connection: `c${n}`, kind: `k${n}`, outcome: `o${n}`, ms: n })
    metrics.countDigest({ connection: `c${n}`, receipts: 1, ms: 1 })
    metrics.setPaused(`c${n}`, true)
    metrics.countEnrichments({ kind: `k${n}`, ...post })
  }
  const page = await metrics.read()
  expect(page.split('\n').filter(line => line.includes('soarbridge'))).toHaveLength(before)
  expect(page).toContain('soarbridge_attempts_total{connection="other",kind="other",outcome="other"} 501')
})

test('times are told in seconds', async () => {
  const metrics = createMetrics(sets)
  metrics.countCommit({ receipts: 7, ms: 4 })
  metrics.countWebhook({ connection: 'jira', status: 'accepted', ms: 20 })
  const page = await metrics.read()
  expect(page).toContain('soarbridge_commit_seconds_sum 0.004')
  expect(page).toContain('soarbridge_committed_receipts_total 7')
  expect(page).toContain('soarbridge_webhook_seconds_bucket{le="0.025",connection="jira"} 1')
  expect(page).toContain('soarbridge_webhook_seconds_bucket{le="0.01",connection="jira"} 0')
})

test('jobs and the queue are asked for when the page is read', async () => {
  const metrics = createMetrics(sets)
  let waiting = 2
  metrics.watch({ countJobs: async () => ({ waiting, exploded: 9 }), readQueueDepth: () => 11 })
  expect(await metrics.read()).toContain('soarbridge_jobs{state="waiting"} 2')
  waiting = 5
  const page = await metrics.read()
  expect(page).toContain('soarbridge_jobs{state="waiting"} 5')
  expect(page).toContain('soarbridge_jobs{state="dead"} 0')
  expect(page).toContain('soarbridge_writer_queue_receipts 11')
  expect(page).not.toContain('exploded')
})

test('the page stands while the store does not', async () => {
  const metrics = createMetrics(sets)
  metrics.watch({ countJobs: () => Promise.reject(new Error('gone')), readQueueDepth: () => 0 })
  const page = await metrics.read()
  expect(page).not.toContain('soarbridge_jobs{')
  expect(page).toContain('soarbridge_writer_queue_receipts 0')
  expect(metrics.contentType).toContain('text/plain')
})

test('two bridges in one process do not share their numbers', async () => {
  const [one, other] = [createMetrics(sets), createMetrics(sets)]
  one.countCommit({ receipts: 1, ms: 1 })
  expect(await other.read()).toContain('soarbridge_committed_receipts_total 0')
})
