import { createTicketSweeps } from '../../src/polling/ticket-sweeper'
import { createManualClock } from '../support/manual-clock'

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
}

test('each system is swept at the start and after a jittered pause; a paused one once it is back', async () => {
  const clock = createManualClock()
  const swept: string[] = []
  const open = new Set(['jira'])
  const sweeps = createTicketSweeps({
    ticketConnections: ['jira', 'servicenow'],
    clock,
    everyMs: 300_000,
    random: () => 0.25,
    isOpen: name => open.has(name),
    sweep: async name => void swept.push(name),
  })
  sweeps.start()
  await settle()
  expect(swept).toEqual(['jira'])
  open.add('servicenow')
  clock.advance(5_000)
  await settle()
  expect(swept).toEqual(['jira', 'servicenow'])
  // 300 s less 5 %.
  clock.advance(279_999)
  await settle()
  expect(swept).toHaveLength(2)
  clock.advance(1)
  await settle()
  expect(swept).toEqual(['jira', 'servicenow', 'jira'])
  await sweeps.stop()
  clock.advance(900_000)
  await settle()
  expect(swept).toHaveLength(3)
})
