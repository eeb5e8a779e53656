import { askApi } from './cli/ask-api'
import type { BackfillAnswer, BackfillDesk } from './cli/backfill'
import { BridgeError } from './errors'
import { createApiSender } from './main-api'
import type { ApiAccess } from './main-api-access'
import { createSystemClock } from './system-clock'

/** Through a running server: a history is read beside what comes in, by who delivers it. */
export function openBackfills(access: ApiAccess | null): BackfillDesk {
  if (access === null) {
    const message = 'a backfill is done by the running server: set BRIDGE_URL and BRIDGE_KEY (role bridge.operator)'
    throw new BridgeError('misconfigured', message, { code: 'server-required' })
  }
  const clock = createSystemClock({ keepsAlive: true })
  const send = createApiSender(access, clock)
  return {
    start: async wish =>
      (await askApi(send, { method: 'POST', path: '/v1/backfills', body: { ...wish } })) as BackfillAnswer,
    read: async id =>
      (await askApi(send, { method: 'GET', path: `/v1/backfills/${encodeURIComponent(id)}` })) as BackfillAnswer,
    pause: ms => new Promise(resolve => void clock.after(ms, resolve)),
  }
}
