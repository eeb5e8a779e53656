import type { RunOutcome } from '../../../../src/connectors/soar/automation/follow-run'
import type { SandboxStep } from '../../../../src/sandbox/soar/automation/script'
import { playbook } from '../../../support/automated-soar'
import { stageAutomation } from '../../../support/automation-stage'
import { randomFrom } from '../../../support/shuffle'

const minute = 60_000
const troubles = [
  { name: 'reset-before-commit' },
  { name: 'reset-after-commit' },
  { name: 'error', status: 503 },
  { name: 'error', status: 502, body: '<p>proxy</p>' },
  { name: 'html' },
  { name: 'cut-body' },
  { name: 'throttle' },
  { name: 'throttle', retryAfter: 20 },
]

/** How a run may end, with the step that makes it end so. */
const endings: [RunOutcome['ending'], SandboxStep[]][] = [
  ['success', [{ log: 'well' }]],
  ['success', [{ ask: 'ada', minutes: 5, answered: { afterMs: minute, with: 'approve' } }]],
  ['failed', [{ fail: 'no' }]],
  ['failed', [{ action: 'x', failed: true }]],
  ['failed', [{ ask: 'ada', minutes: 5, answered: { afterMs: minute, with: 'deny' } }]],
  ['approval-expired', [{ ask: 'ada', minutes: 5 }]],
  ['cancelled', [{ wait: 600 * minute }]],
]

/** One random run of several waits and actions, followed through random troubles. */
async function followOne(seed: number, [expected, last]: (typeof endings)[number]): Promise<string | null> {
  const random = randomFrom(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const count = Math.floor(random() * 4)
  const steps = Array.from(
    { length: count },
    (): SandboxStep => pick([{ wait: random() * 5 * minute }, { action: 'y', ms: random() * minute }]),
  )
  const { soar, api } = await stageAutomation({
    playbooks: [{ ...playbook('p', ...steps, ...last), startMs: random() * minute }],
  })
  try {
    await api.startRun({ playbook: 'local/p', containerId: '1' })
    for (let number = 0; number < 6; number += 1) {
      const path = pick(['/rest/playbook_run', '/rest/approval'])
      await soar.scenario({ ...pick(troubles), times: 1 + Math.floor(random() * 4), method: 'GET', path })
    }
    for await (const look of api.followRun('1', { longestPauseMs: minute, patienceMs: 1_000 * minute })) {
      if (look.outcome !== null) return look.outcome.ending
      if (expected === 'cancelled') await soar.post('/rest/playbook_run/1', { cancel: true })
    }
    return null
  } finally {
    await soar.close()
  }
}

it.each(endings)(
  'a run that ends with %s is followed to that end, whatever is in the way: %j',
  async (ending, last) => {
    for (const seed of [1, 2, 3, 4, 5]) expect([seed, await followOne(seed, [ending, last])]).toEqual([seed, ending])
  },
)
