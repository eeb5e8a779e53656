import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import type { Receive } from '../flows/receive'
import { createApiDoor } from './api-door'
import { type AuthenticateParts, createSecurityHandlers } from './authenticate'
import type { Asked, Contract, Handlers, Operation, OperationId } from './contract'
import { guardHeaders } from './guard-headers'
import { inOrder } from './in-order'
import { answerProblems } from './problem'
import { type BodyLimits, readBody } from './read-body'
import { createWebhookDoor, isWebhook } from './webhook-door'

export interface AppParts extends AuthenticateParts {
  contract: Contract
  handlers: Handlers
  receive: Receive
  limits: { webhook: BodyLimits; api: BodyLimits }
  /** Pages that the configuration keeps from the public: a viewer's key opens them. */
  restrictedPaths: string[]
  /** Checks every answer against the contract; for tests. */
  validateResponses: boolean
  now(): number
  /** A webhook was answered with a problem. */
  onRefused(facts: { connection: string | undefined; status: number; code: string }): void
  onUnexpected(error: unknown): void
}

/** The order of middleware, on one screen. */
export function createApp(parts: AppParts): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  app.set('case sensitive routing', true)
  app.set('strict routing', true)

  const doors = { ...parts, security: createSecurityHandlers(parts) }
  app.use(
    inOrder(
      guardHeaders,
      readHeadAsGet,
      readBody(request => (isWebhook(request.url) ? parts.limits.webhook : parts.limits.api)),
      either(isWebhook, createWebhookDoor(doors), createApiDoor(doors)),
    ),
  )
  for (const operation of parts.contract.operations) {
    if (!isWebhook(operation.route)) mount(app, operation, parts.handlers)
  }
  app.use(
    answerProblems({
      now: parts.now,
      onProblem: (request, { status, code }, error) => {
        if (status === 500) parts.onUnexpected(error)
        if (isWebhook(request.url)) parts.onRefused({ connection: request.url.split(/[/?]/)[3], status, code })
      },
    }),
  )
  return app
}

/** The contract names GET; Node leaves the body out of the answer to a HEAD by itself. */
function readHeadAsGet(request: Request, _response: Response, next: NextFunction): void {
  if (request.method === 'HEAD') request.method = 'GET'
  next()
}

function either(isFirst: (url: string) => boolean, first: RequestHandler, second: RequestHandler): RequestHandler {
  return (request, response, next) => (isFirst(request.url) ? first : second)(request, response, next)
}

function mount(app: Express, { id, method, route }: Operation, handlers: Handlers): void {
  const run = replyWith(handlers[id] as AnyHandler)
  app[method as 'get' | 'post'](route, (request, response, next) => {
    if (request.isWarmUp === true) return void response.end()
    return run(request, response, next)
  })
}

type AnyHandler = (asked: Asked<OperationId>) => Promise<AnyReply> | AnyReply
interface AnyReply {
  status: number
  body: unknown
  contentType?: string
}

function replyWith(handler: AnyHandler): RequestHandler {
  return async (request: Request, response: Response) => {
    const asked = { path: request.params, query: request.query, caller: request.caller, request }
    const { status, body, contentType } = await handler(asked as unknown as Asked<OperationId>)
    response.status(status).set('Cache-Control', 'no-store')
    if (contentType === undefined) response.json(body)
    else response.type(contentType).send(body)
  }
}
