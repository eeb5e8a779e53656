import type { NextFunction, Request, Response } from 'express'
import { BridgeError } from '../errors'

declare global {
  namespace Express {
    interface Request {
      /** The bytes as they came, for signatures. */
      rawBody?: Buffer
    }
  }
}

export interface BodyLimits {
  /** Bytes of one body. */
  maxBytes: number
  /** Bytes of all bodies being read or stored; beyond it the sender is asked to come back. */
  inFlight: { bytes: number; readonly maxBytes: number }
}

/** Keeps the raw bytes of the body, bounded one by one and all together. Nothing is decoded: no sender of ours compresses. */
export function readBody(limitsOf: (request: Request) => BodyLimits) {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (request.method === 'GET' || request.method === 'HEAD') return next()
    const encoding = request.headers['content-encoding']
    if (encoding !== undefined && encoding !== 'identity') return next(unsupportedEncoding())
    const limits = limitsOf(request)
    const announced = Number(request.headers['content-length'] ?? 0)
    const refusal = refusalOf(limits, { size: announced, more: announced })
    if (refusal !== undefined) return next(refusal)
    collect({ request, response, limits }, next)
  }
}

/** `more` bytes are about to be added to a body of then `size` bytes. */
function refusalOf({ maxBytes, inFlight }: BodyLimits, { size, more }: { size: number; more: number }) {
  if (size > maxBytes) return tooLarge(maxBytes)
  return inFlight.bytes + more > inFlight.maxBytes ? tooBusy() : undefined
}

interface Reading {
  request: Request
  response: Response
  limits: BodyLimits
}

function collect({ request, response, limits }: Reading, next: NextFunction): void {
  const { inFlight } = limits
  const chunks: Buffer[] = []
  let size = 0
  let isOver = false
  const finish = (error?: unknown) => {
    if (isOver) return
    isOver = true
    if (error === undefined) request.rawBody = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size)
    next(error)
  }
  request.on('data', (chunk: Buffer) => {
    if (isOver) return
    const refusal = refusalOf(limits, { size: size + chunk.length, more: chunk.length })
    size += chunk.length
    inFlight.bytes += chunk.length
    if (refusal !== undefined) return finish(refusal)
    chunks.push(chunk)
  })
  request.on('end', () => finish())
  request.on('error', () => finish(new BridgeError('invalid', 'the body ended early', { code: 'body-cut' })))
  response.on('close', () => {
    inFlight.bytes -= size
  })
}

function unsupportedEncoding(): BridgeError {
  return new BridgeError('invalid', 'send the body without a content encoding', {
    code: 'unsupported-encoding',
    status: 415,
  })
}

function tooLarge(maxBytes: number): BridgeError {
  return new BridgeError('invalid', `the body may have ${maxBytes} bytes at most`, { code: 'too-large', status: 413 })
}

function tooBusy(): BridgeError {
  return new BridgeError('unavailable', 'too many bytes are being read; come back in a second', { code: 'overloaded' })
}
