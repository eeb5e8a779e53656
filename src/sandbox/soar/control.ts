import express, { type Router } from 'express'
import { listTokens, renewToken } from './administration/token-control'
import { requireObject } from './body'
import { type Reply, reply, settle } from './envelope'
import type { Json } from './json'
import { EMPTY_STATE, type Soar } from './soar'
import type { Stage } from './stage'

/** `/_sandbox`: how tests and people look into the sandbox and make it misbehave. No credentials, no scenarios here. */
export function createControl(soar: Soar, { ledger, scenarios, waits }: Stage): Router {
  const reset = (): Reply => {
    waits.callOff()
    scenarios.clear()
    ledger.clear()
    soar.load(EMPTY_STATE)
    return reply({ reset: true })
  }
  const addScenario = (wish: Json): Reply => {
    scenarios.add(requireObject(wish))
    return reply({ active: scenarios.active() })
  }
  const answer =
    (act: (body: Json) => Reply): express.RequestHandler =>
    (request, response) => {
      const { status, body } = settle(() => act(request.body ?? null))
      response.status(status).json(body)
    }
  return express
    .Router()
    .use(express.json({ type: () => true }))
    .post('/reset', answer(reset))
    .post('/scenario', answer(addScenario))
    .get(
      '/scenario',
      answer(() => reply({ active: scenarios.active() })),
    )
    .get(
      '/ledger',
      answer(() => reply({ effects: ledger.effects() })),
    )
    .get(
      '/requests',
      answer(() => reply({ requests: ledger.requests() })),
    )
    .get(
      '/tokens',
      answer(() => reply(listTokens(soar))),
    )
    .post(
      '/tokens',
      answer(body => reply(renewToken(soar, requireObject(body)))),
    )
    .get('/state', (_request, response) => void response.json(soar.snapshot()))
}
