import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express'
import type { Authenticate } from './auth'
import { Failure, notFound, type Reply, settle } from './envelope'
import { sendPage, sendReply } from './exchange'
import type { Json } from './json'
import type { ReceivedRequest } from './ledger'
import type { Route } from './route'
import type { Stage } from './stage/stage'

/** nginx in front of SOAR takes no more. */
const BODY_LIMIT = '32mb'

export interface Served {
  routes: readonly Route[]
  authenticate: Authenticate
  stage: Stage
}

/** Puts the operations behind the ledger and the scenarios. */
export function serveRoutes(app: Express, served: Served): void {
  app.use(express.raw({ type: () => true, limit: BODY_LIMIT }), served.stage.misbehave)
  for (const route of served.routes) app[route.method](route.path, perform(served, route.answer))
  for (const path of new Set(served.routes.map(route => route.path))) app.all(path, perform(served, refuseMethod))
  app.all('/rest{/*rest}', perform(served, refusePath))
  app.use((_request, response) => sendPage(response, { status: 404, title: '404 Not Found' }))
  app.use(answerBrokenRequests())
}

function perform(served: Served, answer: Route['answer']): RequestHandler {
  return (request, response) => sendReply(response, carryOut(served, { request, response, answer }))
}

/** Signs the caller in, reads the body, runs the operation. */
function carryOut(served: Served, work: { request: Request; response: Response; answer: Route['answer'] }): Reply {
  const { request, response, answer } = work
  const { entry, isCredentialExpired, lostArtifacts = 0 } = response.locals as Locals
  return settle(() => {
    if (isCredentialExpired === true) throw new Failure(401, 'Invalid automation token')
    const { user, isToken } = served.authenticate(request.headers)
    if (request.method === 'DELETE' && isToken)
      throw new Failure(403, `User ${user.username} does not have permission to delete`)
    return answer({
      params: request.params as Record<string, string>,
      query: new URLSearchParams(entry.query),
      body: parseBody(request.body),
      caller: user,
      lostArtifacts,
      note: ({ effect, ...details }) => served.stage.ledger.note(effect, details),
    })
  })
}

/** What the stage leaves with the response. */
interface Locals {
  entry: ReceivedRequest
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
