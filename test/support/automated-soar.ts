import type { SandboxPlaybook, SandboxStep } from '../../src/sandbox/soar/automation/script'
import type { SoarSandboxOptions } from '../../src/sandbox/soar/options'
import { createManualClock, type ManualClock } from './manual-clock'
import { type Answer, type OpenedSoar, openSoar } from './soar-sandbox'

/** A SOAR sandbox whose runs go on when the test moves the clock. Container 1 is there. */
export interface AutomatedSoar extends OpenedSoar {
  clock: ManualClock
  /** Starts the playbook of that name on container 1 and answers the run's id. */
  start(playbook: string, fields?: object): Promise<string>
  run(id?: string): Promise<Answer['body']>
}

export async function openAutomatedSoar(options: SoarSandboxOptions = {}): Promise<AutomatedSoar> {
  const clock = createManualClock()
  const soar = await openSoar({
    clock,
    users: [{ username: 'ada', password: 'pw', email: 'ada@example.com' }],
    ...options,
  })
  await soar.post('/rest/container', { name: 'c', label: 'events' })
  return {
    ...soar,
    clock,
    async start(playbook, fields = {}) {
      const order = { container_id: 1, playbook_id: `local/${playbook}`, run: true, ...fields }
      return (await soar.post('/rest/playbook_run', order)).body.playbook_run_id
    },
    async run(id = '1') {
      return (await soar.get(`/rest/playbook_run/${id}`)).body
    },
  }
}

export function playbook(name: string, ...steps: SandboxStep[]): SandboxPlaybook {
  return { name, steps }
}
