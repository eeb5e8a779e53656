import { createHttpClient } from '../../src/connectors/http-client'
import { type AutomationApi, createAutomationApi } from '../../src/connectors/soar/automation/automation'
import { createWriteCall, type WriteCall } from '../../src/connectors/soar/call'
import type { Clock } from '../../src/domain/clock'
import type { SoarSandboxOptions } from '../../src/sandbox/soar/options'
import { type AutomatedSoar, openAutomatedSoar } from './automated-soar'
import { createManualClock } from './manual-clock'

export interface AutomationStage {
  soar: AutomatedSoar
  api: AutomationApi
}

/** The client against the sandbox: where the client waits, the time of both passes. */
export async function stageAutomation(options: SoarSandboxOptions = {}): Promise<AutomationStage> {
  const soar = await openAutomatedSoar(options)
  const clock = createPassingClock(soar)
  return { soar, api: createAutomationApi({ call: createCall(soar.url, clock, soar.token), clock }) }
}

/** A call of one try, without retries of its own; what it waits for does not take time. */
export function createCall(url: string, clock: Pick<Clock, 'now'>, token = 'token'): WriteCall {
  const headers = (): Record<string, string> => ({ 'ph-auth-token': token })
  const http = createHttpClient({ baseUrl: url, clock: createManualClock(), retries: 0, headers })
  const sending = { isRepeat: false, beforeWrite: () => Promise.resolve(), record: () => undefined }
  return createWriteCall({ http, clock }, sending)
}

function createPassingClock({ clock }: Pick<AutomatedSoar, 'clock'>): Clock {
  return {
    now: () => clock.now(),
    after(ms, callback) {
      const turn = setImmediate(() => {
        clock.advance(ms)
        callback()
      })
      return () => clearImmediate(turn)
    },
  }
}
