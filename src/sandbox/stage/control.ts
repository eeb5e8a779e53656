import express, { type ErrorRequestHandler, type RequestHandler, Router } from 'express'
import type { ScenarioFacts } from './catalog'
import { isObject } from './is-object'
import { SetupError } from './setup-error'
import type { Stage } from './stage'
import type { StateKeeper } from './state-keeper'

/** States of 100,000 objects can be loaded. */
const BODY_LIMIT = '500mb'

/** `/_sandbox`: what a test tells the sandbox and asks of it. Open to whoever reaches it, and beyond any scenario. */
export function createControlRouter(stage: Stage, keeper: StateKeeper): Router {
  const router = Router().use(express.json({ type: () => true, limit: BODY_LIMIT }))
  mountScenarios(router, stage)
  mountLedger(router, stage)
  mountStates(router, keeper)
  return router
}

/** Stands behind all routes of the control surface. */
export function createControlRefusal(): ErrorRequestHandler {
  return (error: Error & { status?: number }, _request, response, next) => {
    const status = error instanceof SetupError ? 400 : error.status
    if (status === undefined) next(error)
    else response.status(status).json({ error: error.message })
  }
}

function mountScenarios(router: Router, { scenarios, catalog }: Stage): void {
  const described = Object.entries(catalog).map(describeScenario)
  router.get(
    '/scenarios',
    answer(() => ({ scenarios: described })),
  )
  router.get(
    '/scenario',
    answer(() => ({ active: scenarios.active() })),
  )
  router.post(
    '/scenario',
    answer(wish => {
      scenarios.add(wish)
      return { active: scenarios.active() }
    }),
  )
}

function mountLedger(router: Router, { ledger }: Stage): void {
  router.get('/ledger', (request, response) => {
    response.json({ effects: ledger.effects(readAfter(request.query)) })
  })
  router.get('/requests', (request, response) => {
    response.json({ requests: ledger.requests(readAfter(request.query)) })
  })
}

function mountStates(router: Router, keeper: StateKeeper): void {
  router.get(
    '/state',
    answer(() => keeper.show()),
  )
  router.post(
    '/state',
    answer(async state => {
      await keeper.load(state)
      return { loaded: true }
    }),
  )
  router.post(
    '/reset',
    answer(async () => {
      await keeper.reset()
      return { reset: true }
    }),
  )
  router.post(
    '/save',
    answer(() => {
      const file = keeper.save()
      if (file === undefined) throw new SetupError('the sandbox was started without a file to save to')
      return { saved: file }
    }),
  )
}

function answer(act: (body: unknown) => object | Promise<object>): RequestHandler {
  return async (request, response) => {
    response.json(await act(request.body))
  }
}

/** `?after=17`: only what came later. */
function readAfter(query: unknown): number {
  const after = isObject(query) ? Number(query.after ?? 0) : 0
  return Number.isSafeInteger(after) ? after : 0
}

function describeScenario([name, { says, applied, options }]: [string, ScenarioFacts]): object {
  const described = Object.entries(options).map(([option, { kind, says: meaning }]) => [
    option,
    `${kind.takes}: ${meaning}`,
  ])
  return { name, says, applied, options: Object.fromEntries(described) }
}
