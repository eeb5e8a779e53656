import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express'
import type { ReceivedRequest } from '../stage/ledger'
import type { Stage } from '../stage/stage'
import type { Guard, Visit } from './administration/guard'
import { Failure, notFound, type Reply, settle } from './envelope'
import { sendPage, sendReply } from './exchange'
import type { Json } from './json'
import type { Route } from './route'

/** nginx in front of SOAR takes no more. */
const BODY_LIMIT = '32mb'

export interface Served {
  routes: readonly Route[]
  guard: Guard
  stage: Stage
}

/** Puts the operations behind the ledger and the scenarios. */
export function serveRoutes(app: Express, served: Served): void {
  app.use(express.raw({ type: () => true, limit: BODY_LIMIT }), rememberAddress, served.stage.misbehave)
  for (const route of served.routes) app[route.method](route.path, perform(served, route))
  for (const path of new Set(served.routes.map(route => route.path)))
    app.all(path, perform(served, { answer: refuseMethod }))
  app.all('/rest{/*rest}', perform(served, { answer: refusePath }))
  app.use((_request, response) => sendPage(response, { status: 404, title: '404 Not Found' }))
  app.use(answerBrokenRequests())
}

/** Where a connection is cut off, its address is gone before a late commit. */
const rememberAddress: RequestHandler = (request, response, next) => {
  response.locals.address = request.socket.remoteAddress ?? ''
  next()
}

type Operation = Pick<Route, 'answer' | 'isTokenEnough'>

function perform(served: Served, operation: Operation): RequestHandler {
  return (request, response) => sendReply(response, carryOut(served, { request, response, operation }))
}

/** Signs the caller in, reads the body, runs the operation. */
function carryOut(served: Served, work: { request: Request; response: Response; operation: Operation }): Reply {
  const { request, response, operation } = work
  const { entry, address, isCredentialExpired, lostArtifacts = 0 } = response.locals as Locals
  const { method, headers } = request
  const visit: Visit = { method, headers, path: entry.path, address }
  const reply = settle(() => {
    if (isCredentialExpired === true) throw new Failure(401, 'Invalid automation token')
    const caller = served.guard.admit(visit)
    if (method === 'DELETE' && caller.isToken && operation.isTokenEnough !== true)
      throw new Failure(403, `User ${caller.user.username} does not have permission to delete`)
    return operation.answer({
      params: request.params as Record<string, string>,
      query: new URLSearchParams(entry.query),
      body: parseBody(request.body),
      caller: caller.user,
      lostArtifacts,
      note(effect) {
        const { effect: name, ...details } = effect
        served.stage.ledger.note(name, details)
        served.guard.audit(effect, caller, visit)
      },
    })
  })
  return served.guard.translate(visit, reply)
}

/** What was left with the response on its way here. */
interface Locals {
  entry: ReceivedRequest
  address: string
  isCredentialExpired?: boolean
  lostArtifacts?: number
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
    else sendPage(response, { status, title })
  }
}
