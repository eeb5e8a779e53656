import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Express, Request } from 'express'
import { BridgeError } from '../errors'
import type { Operation } from './contract'

const exampleValue = '0190b2a0-0000-7000-8000-000000000001'

/**
 * Sends one request through every operation of our own API, so that its validators are compiled now and not under the
 * first caller, and so that a bad schema refuses the start. No handler runs.
 */
export async function warmUp(api: Express, operations: Operation[]): Promise<void> {
  for (const operation of operations) {
    const status = await sendThrough(api, operation)
    if (status < 500) continue
    throw new BridgeError('misconfigured', `the contract of ${operation.id} does not compile`, {
      code: 'contract-broken',
    })
  }
}

function sendThrough(api: Express, { method, route }: Operation): Promise<number> {
  const request = new IncomingMessage(new Socket()) as Request
  request.method = method.toUpperCase()
  request.url = route.replace(/:\w+/g, exampleValue)
  request.headers = { host: 'localhost', authorization: 'Bearer warm-up' }
  request.isWarmUp = true
  request.body = { warmUp: true }
  if (method !== 'get') request.headers['content-type'] = 'application/json'
  request.push(null)
  const response = new ServerResponse(request)
  return new Promise(resolve => {
    const end = response.end.bind(response)
    response.end = ((...args: Parameters<typeof end>) => {
      resolve(response.statusCode)
      return end(...args)
    }) as typeof response.end
    api(request, response as never)
  })
}
