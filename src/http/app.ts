import express, { type Express, type Request, type RequestHandler, type Response, Router } from 'express'
import type { Receive } from '../flows/receive'
import { type AuthenticateParts, createSecurityHandlers } from './authenticate'
import { type Asked, type Contract, type Handlers, type Operation, type OperationId, partOf } from './contract'
import { guardHeaders } from './guard-headers'
import { quarantineUnreadable } from './handlers/webhooks'
import { answerProblems } from './problem'
import { type BodyLimits, readBody } from './read-body'
import { readJson } from './read-json'
import { requireSchemeHandlers } from './require-scheme-handlers'
import { restrict } from './restrict'
import { createValidator, normalizeContentType } from './validator'

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
  const validatorOf = (wants: (path: string) => boolean) =>
    createValidator(partOf(contract.document, wants), {
      handlers: security,
      validateResponses: parts.validateResponses,
    })

  app.use(guardHeaders)
  app.use(readBody(request => (isWebhook(request.url) ? parts.limits.webhook : parts.limits.api)))
  app.use(normalizeContentType)
  app.use(restrict(parts.restrictedPaths, security))
  // Webhooks get a validator of their own: it tries the paths one by one, and theirs is the hot one.
  app.use(
    either(
      isWebhook,
      validatorOf(isWebhook),
      inOrder(
        readJson,
        validatorOf(path => !isWebhook(path)),
      ),
    ),
  )
  for (const operation of contract.operations) mount(app, operation, parts.handlers)
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

function inOrder(...handlers: RequestHandler[]): RequestHandler {
  return Router().use(...handlers)
}

function mount(app: Express, { id, method, route }: Operation, handlers: Handlers): void {
  const handler = handlers[id]
  const run = id.endsWith('Webhook') ? (handler as RequestHandler) : replyWith(handler as AnyHandler)
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
