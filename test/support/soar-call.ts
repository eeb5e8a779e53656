import type { Exchange } from '../../src/connectors/connector'
import { createHttpClient } from '../../src/connectors/http-client'
import { createWriteCall, type WriteCall } from '../../src/connectors/soar/call'
import { createManualClock } from './manual-clock'

/** How a SOAR at `url` is called in tests; a user with a password instead of the token where one is given. */
export interface CallSetup {
  url: string
  token?: string
  user?: { user: string; password: string }
  exchanges?: Exchange[]
}

/** The calls of one try, without a ledger behind them. */
export function callSoar({ url, token = 'soar-token-1234567890', user, exchanges = [] }: CallSetup): WriteCall {
  const clock = createManualClock()
  const credentials = user === undefined ? { headers: () => ({ 'ph-auth-token': token }) } : { basic: user }
  const http = createHttpClient({ baseUrl: url, clock, ...credentials })
  return createWriteCall(
    { http, clock },
    { isRepeat: false, beforeWrite: async () => {}, record: exchange => exchanges.push(exchange) },
  )
}
