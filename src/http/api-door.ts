import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import type { SecurityHandlers } from './authenticate'
import type { Asked, Contract, Handlers, Operation, OperationId } from './contract'
import { requireSingleHeaders } from './guard-headers'
import { inOrder } from './in-order'
import { type AnswerProblem, isUnauthenticated } from './problem'
import { type BodyLimits, readBody } from './read-body'
import { readJson } from './read-json'
import { restrict } from './restrict'
import { createValidator, normalizeContentType } from './validator'

export interface ApiDoorParts {
  /** Our own API, without the webhooks. */
  contract: Contract
  handlers: Handlers
  security: SecurityHandlers
  limits: BodyLimits
  /** Pages that the configuration keeps from the public: a viewer's key opens them. */
  restrictedPaths: string[]
  /** Checks every answer against the contract; for tests. */
  validateResponses: boolean
  answerProblem: AnswerProblem
}

/** The order of middleware, on one screen. */
export function createApiDoor(parts: ApiDoorParts): Express {
  const { contract, security, validateResponses } = parts
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  app.set('case sensitive routing', true)
  app.set('strict routing', true)
  app.use(
    inOrder(
      refuseTwoOpinions,
      readHeadAsGet,
      keepBody(parts.limits),
      normalizeContentType,
      restrict(parts.restrictedPaths, security),
      readJson,
      createValidator(contract.document, { handlers: security, validateResponses }),
    ),
  )
  for (const operation of contract.operations) mount(app, operation, parts.handlers)
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) =>
    parts.answerProblem(isUnauthenticated(error) ? (request.refusal ?? error) : error, request, response),
  )
  return app
}

function refuseTwoOpinions(request: Request, _response: Response, next: NextFunction): void {
  requireSingleHeaders(request)
  next()
}

/** The contract names GET; Node leaves the body out of the answer to a HEAD by itself. */
function readHeadAsGet(request: Request, _response: Response, next: NextFunction): void {
  if (request.method === 'HEAD') request.method = 'GET'
  next()
}

function keepBody(limits: BodyLimits): RequestHandler {
  return async (request, response, next) => {
    if (request.method !== 'GET') request.rawBody = await readBody(request, response, limits)
    next()
  }
}

function mount(app: Express, { id, method, route }: Operation, handlers: Handlers): void {
  const run = replyWith(handlers[id as keyof Handlers] as AnyHandler)
  app[method as 'get' | 'post' | 'patch'](route, (request, response, next) => {
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
    const asked = { path: request.params, query: request.query, body: request.body, caller: request.caller, request }
    const { status, body, contentType } = await handler(asked as unknown as Asked<OperationId>)
    response.status(status).set('Cache-Control', 'no-store')
    if (contentType === undefined) response.json(body)
    else response.type(contentType).send(body)
  }
}
