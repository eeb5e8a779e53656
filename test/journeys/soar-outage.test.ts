import { createManualClock } from '../support/manual-clock'
import { openStage, type Stage } from '../support/stage'
import { waitUntil } from '../support/wait-until'

let stage: Stage
afterEach(() => stage.close())

test('tickets of an outage arrive when SOAR is back, each in order, without a try spent', async () => {
  stage = await openStage({ bridge: { delivery: { settleSeconds: 1, probeSeconds: 1, coalesceMs: 10 } } })
  await stage.soar.scenario({ name: 'down' })
  const keys: string[] = []
  for (let index = 0; index < 10; index += 1) {
    const { key } = await stage.jira.file({ summary: `Ticket ${index}, first`, priority: { name: 'Low' } })
    keys.push(key)
    await stage.jira.call('PUT', `/rest/api/2/issue/${key}`, { fields: { summary: `Ticket ${index}, last` } })
  }
  await stage.jira.idle()
  await waitUntil('SOAR is paused', () => stage.events('connection.paused').some(line => line.connection === 'soar'))
  expect(await stage.containers()).toEqual([])
  await stage.soar.scenario({ name: 'clear' })
  await stage.quiet()
  const names = (await stage.containers()).map(container => container.name)
  expect(names.sort()).toEqual(keys.map((key, index) => `${key}: Ticket ${index}, last`).sort())
  expect(stage.rows("select distinct tries from jobs where state = 'confirmed'")).toEqual([{ tries: 0 }])
  expect(stage.rows("select count(*) as count from jobs where state = 'dead'")).toEqual([{ count: 0 }])
})

test.each([
  ['that refuses every connection', { name: 'down' }],
  ['that answers 503', { name: 'error', status: 503 }],
  ['that answers 500', { name: 'error', status: 500 }],
  ['of credentials', { name: 'unauthorized' }],
  ['that shows a login page', { name: 'html' }],
  ['by throttling', { name: 'throttle', retryAfter: 5 }],
])('an outage %s, longer than all tries together, kills nothing and needs no replay', async (_name, scenario) => {
  const clock = createManualClock(Date.now())
  stage = await openStage({
    bridge: { clock, delivery: { settleSeconds: 75, probeSeconds: 30, coalesceMs: 0, maxTries: 2 } },
  })
  await waitUntil('SOAR is open', () => stage.events('connection.resumed').some(line => line.connection === 'soar'))
  await stage.soar.scenario(scenario)
  await stage.jira.file({ summary: 'Filed in the outage' })
  await stage.jira.idle()
  await waitUntil('SOAR is paused', () => stage.events('connection.paused').some(line => line.connection === 'soar'))
  const requestsBefore = (await stage.soar.get('/_sandbox/requests')).body.requests.length
  // A day passes, a minute at a time: far more than maxTries with any backoff.
  for (let minute = 0; minute < 24 * 60; minute += 1) {
    clock.advance(60_000)
    if (minute % 60 === 0) await new Promise(resolve => setImmediate(resolve))
  }
  // Slower from here on: real answers have to arrive within their time-out of this clock.
  await waitUntil('it was probed meanwhile', async () => {
    clock.advance(1_000)
    return (await stage.soar.get('/_sandbox/requests')).body.requests.length > requestsBefore
  })
  expect(stage.rows("select count(*) as count from jobs where state = 'dead'")).toEqual([{ count: 0 }])
  await stage.soar.scenario({ name: 'clear' })
  await waitUntil('it was delivered', async () => {
    clock.advance(1_000)
    return (
      (await stage.containers()).length === 1 && stage.rows("select 1 from jobs where state = 'confirmed'").length === 1
    )
  })
  expect(stage.rows('select state, tries from jobs')).toEqual([{ state: 'confirmed', tries: 0 }])
})
