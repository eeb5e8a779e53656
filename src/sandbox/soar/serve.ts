import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express'
import type { Guard, Visit } from './administration/guard'
import { ENDINGS } from './endings'
import { Failure, notFound, type Reply, settle } from './envelope'
import { dropConnection, type Exchange, sendPage, sendReply } from './exchange'
import type { Json } from './json'
import type { ReceivedRequest } from './ledger'
import type { Route } from './route'
import type { Plan } from './scenarios'
import type { Stage } from './stage'

/** nginx in front of SOAR takes no more. */
const BODY_LIMIT = '32mb'

export interface Served {
  routes: readonly Route[]
  guard: Guard
  stage: Stage
}

/** Puts the operations behind the ledger and the scenarios. */
export function serveRoutes(app: Express, served: Served): void {
  app.use(admit(served.stage))
  app.use(express.raw({ type: () => true, limit: BODY_LIMIT }))
  for (const route of served.routes) app[route.method](route.path, perform(served, route))
  for (const path of new Set(served.routes.map(route => route.path)))
    app.all(path, perform(served, { answer: refuseMethod }))
  app.all('/rest{/*rest}', perform(served, { answer: refusePath }))
  app.use((_request, response) => sendPage(readExchange(response), { status: 404, title: '404 Not Found' }))
  app.use(answerBrokenRequests())
}

/** Writes the request down and settles what awaits it, before its body is read. */
function admit({ ledger, scenarios, waits }: Stage): RequestHandler {
  return (request, response, next) => {
    const path = request.originalUrl.replace(/\?.*$/s, '')
    const query = request.originalUrl.slice(path.length + 1)
    const entry = ledger.receive({ method: request.method, path, query })
    const plan = scenarios.plan({ method: request.method, path })
    entry.scenario = plan.ending?.name ?? null
    const exchange: Exchange = { entry, response, waits, commit: () => settle(refusePath) }
    // Where a connection is cut off, its address is gone before a late commit.
    response.locals = { exchange, plan, address: request.socket.remoteAddress ?? '' }
    if (plan.ending?.name === 'down') dropConnection(exchange)
    else next()
  }
}

type Operation = Pick<Route, 'answer' | 'isTokenEnough'>

function perform(served: Served, operation: Operation): RequestHandler {
  return async (request, response) => {
    const plan: Plan = response.locals.plan
    const exchange = { ...readExchange(response), commit: () => carryOut(served, { request, response, operation }) }
    if (plan.delayMs > 0 && !(await served.stage.waits.wait(plan.delayMs))) return dropConnection(exchange)
    const end = plan.ending === null ? undefined : ENDINGS.get(plan.ending.name)
    if (end === undefined || plan.ending === null) sendReply(exchange, exchange.commit())
    else await end(exchange, plan.ending.options)
  }
}

function readExchange(response: Response): Exchange {
  return response.locals.exchange
}

/** Signs the caller in, reads the body, runs the operation. */
function carryOut(served: Served, work: { request: Request; response: Response; operation: Operation }): Reply {
  const { request, response, operation } = work
  const entry: ReceivedRequest = readExchange(response).entry
  const { method, headers } = request
  const visit: Visit = { method, headers, path: entry.path, address: response.locals.address }
  const reply = settle(() => {
    const caller = served.guard.admit(visit)
    if (method === 'DELETE' && caller.isToken && operation.isTokenEnough !== true)
      throw new Failure(403, `User ${caller.user.username} does not have permission to delete`)
    return operation.answer({
      params: request.params as Record<string, string>,
      query: new URLSearchParams(entry.query),
      body: parseBody(request.body),
      caller: caller.user,
      lostArtifacts: (response.locals.plan as Plan).lostArtifacts,
      note(effect) {
        served.stage.ledger.note(effect, entry.seq)
        served.guard.audit(effect, caller, visit)
      },
    })
  })
  return served.guard.translate(visit, reply)
}

/** SOAR reads JSON whatever the Content-Type says. The text for what is none is not verified. */
function parseBody(raw: unknown): Json | undefined {
  if (!Buffer.isBuffer(raw) || raw.length === 0) return undefined
  try {
    return JSON.parse(raw.toString()) as Json
  } catch {
    throw new Failure(400, 'Unable to parse request body as JSON')
  }
}

function refusePath(): never {
  throw notFound()
}

function refuseMethod(): never {
  throw new Failure(405, 'Method not allowed')
}

/** A body beyond the limit, or one that broke off: nginx answers. */
function answerBrokenRequests(): ErrorRequestHandler {
  return (error: { status?: number }, _request, response, _next) => {
    const status = error.status ?? 500
    const title = status === 413 ? '413 Request Entity Too Large' : `${status} Error`
    if (response.headersSent || response.destroyed) response.destroy()
    else sendPage(readExchange(response), { status, title })
  }
}
