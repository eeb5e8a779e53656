import type { Request, Response } from 'express'
import { dropConnection, holdAnswer, muteAnswer, sendBody } from './answer'
import { driftAnswer } from './drift'
import type { Fields } from './is-object'
import type { Random } from './random'
import type { Voice } from './voice'
import type { Waits } from './waits'

/** One request that a scenario ends, and what it was asked for with. */
export interface Struggle {
  request: Request
  response: Response
  options: Fields
  random: Random
  voice: Voice
  waits: Waits
  /** Hands the request to the system, whose answer goes where the response leads it. */
  carryOut(): void
}

export type Ending = (struggle: Struggle) => Promise<void> | undefined | void

/** How each scenario of the catalog ends a request. */
export const ENDINGS: Readonly<Record<string, Ending>> = {
  down: ({ response }) => dropConnection(response),
  'reset-before-commit': ({ response }) => dropConnection(response),
  'reset-after-commit': struggle => changeAnswer(struggle, () => dropConnection(struggle.response)),
  'late-commit': commitLate,
  'cut-body': struggle => changeAnswer(struggle, body => cutBody(struggle, body)),
  'doubled-body': struggle => changeAnswer(struggle, body => sendBody(struggle.response, Buffer.concat([body, body]))),
  'wrong-type': struggle => changeAnswer(struggle, body => mislabel(struggle, body)),
  'schema-drift': struggle => changeAnswer(struggle, body => sendBody(struggle.response, drift(struggle, body))),
  throttle: ({ response, voice, options: { retryAfter } }) =>
    voice.throttle(response, retryAfter === undefined ? undefined : String(retryAfter)),
  error: answerError,
  html: ({ response, voice, options: { status = 200 } }) => voice.showPage(response, Number(status)),
  forbidden: ({ request, response, voice }) => voice.forbid(request, response),
  unauthorized: ({ response, carryOut }) => {
    response.locals.isCredentialExpired = true
    carryOut()
  },
}

/** Carried out; `send` decides what becomes of the answer. */
function changeAnswer({ response, carryOut }: Struggle, send: (body: Buffer) => void): void {
  holdAnswer(response, send)
  carryOut()
}

/** By default the caller is cut off at once; `hold`: it waits for ever; `status`: it is told of a failure. */
async function commitLate({ response, options, voice, waits, carryOut }: Struggle): Promise<void> {
  const { ms = 1000, hold = false, status } = options
  if (status !== undefined) voice.fail(response, Number(status))
  else if (hold !== true) dropConnection(response)
  muteAnswer(response)
  if (await waits.wait(Number(ms))) carryOut()
}

/** Announces the whole body and breaks off after half of it; with `length: "cut"` what comes is all that is announced. */
function cutBody({ response, options: { length = 'full' } }: Struggle, body: Buffer): void {
  const half = body.subarray(0, body.length >> 1)
  if (length === 'cut') {
    sendBody(response, half)
    return
  }
  response.setHeader('content-length', body.length)
  if (half.length === 0) dropConnection(response)
  else response.write(half, () => dropConnection(response))
}

function mislabel({ response, options: { type = 'text/html' } }: Struggle, body: Buffer): void {
  response.setHeader('content-type', String(type))
  sendBody(response, body)
}

/** Only JSON has a shape to drift from. */
function drift({ response, options, random }: Struggle, body: Buffer): Buffer {
  if (body.length === 0 || !String(response.getHeader('content-type')).includes('json')) return body
  const answer: unknown = JSON.parse(body.toString())
  driftAnswer(answer, options, random)
  return Buffer.from(JSON.stringify(answer))
}

function answerError(struggle: Struggle): void {
  const { options } = struggle
  if (options.commit === true) changeAnswer(struggle, () => sendError(struggle))
  else sendError(struggle)
}

/** What the system answered before is replaced, headers too. */
function sendError({ response, voice, options: { status = 500, body } }: Struggle): void {
  for (const name of response.getHeaderNames()) response.removeHeader(name)
  if (body === undefined) voice.fail(response, Number(status))
  else if (typeof body === 'string') response.status(Number(status)).type('html').send(body)
  else response.status(Number(status)).json(body)
}
