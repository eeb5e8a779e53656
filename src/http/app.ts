import express, { type Express, type Request, type RequestHandler, type Response } from 'express'
import type { Receive } from '../flows/receive'
import { type AuthenticateParts, createSecurityHandlers } from './authenticate'
import {
  type Asked,
  type Contract,
  type Handlers,
  type Operation,
  type OperationId,
  partOf,
  type WebhookId,
} from './contract'
import { guardHeaders } from './guard-headers'
import { quarantineUnreadable } from './handlers/webhooks'
import { inOrder } from './in-order'
import { answerProblems } from './problem'
import { type BodyLimits, readBody } from './read-body'
import { readJson } from './read-json'
import { requireSchemeHandlers } from './require-scheme-handlers'
import { restrict } from './restrict'
import { createValidator, createWebhookValidator, normalizeContentType } from './validator'

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
  const { contract } = parts
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  app.set('case sensitive routing', true)
  app.set('strict routing', true)

  const security = createSecurityHandlers(parts)
  requireSchemeHandlers(contract.document, security)
  const validation = { handlers: security, validateResponses: parts.validateResponses }
  const webhooks = partOf(contract.document, isWebhook)
  const others = partOf(contract.document, path => !isWebhook(path))

  // Webhooks get a validator of their own: it tries the paths one by one, and theirs is the hot one.
  app.use(
    inOrder(
      guardHeaders,
      readBody(request => (isWebhook(request.url) ? parts.limits.webhook : parts.limits.api)),
      normalizeContentType,
      either(
        isWebhook,
        inOrder(createWebhookValidator(webhooks, validation), runWebhook(contract, parts.handlers)),
        inOrder(restrict(parts.restrictedPaths, security), readJson, createValidator(others, validation)),
      ),
    ),
  )
  for (const operation of contract.operations) {
    if (!isWebhook(operation.route)) mount(app, operation, parts.handlers)
  }
  app.use(quarantineUnreadable(parts.receive))
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

function isWebhook(path: string): boolean {
  return path.startsWith('/webhooks/')
}

function either(isFirst: (url: string) => boolean, first: RequestHandler, second: RequestHandler): RequestHandler {
  return (request, response, next) => (isFirst(request.url) ? first : second)(request, response, next)
}

/** The validator has found the operation already: Express need not look for it again. */
function runWebhook({ operations }: Contract, handlers: Handlers): RequestHandler {
  const webhooks = operations.filter(({ route }) => isWebhook(route))
  const handlerOf = new Map(webhooks.map(({ id, route }) => [route, handlers[id as WebhookId]]))
  return (request, response, next) => {
    if (request.isWarmUp === true) return void response.end()
    const handler = handlerOf.get(request.openapi?.expressRoute ?? '')
    return handler === undefined ? next() : handler(request, response, next)
  }
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
