import type { IncomingMessage, ServerResponse } from 'node:http'
import { BridgeError } from '../errors'

export interface BodyLimits {
  /** Bytes of one body. */
  maxBytes: number
  /** Bytes of all bodies being read or stored; beyond it the sender is asked to come back. */
  inFlight: { bytes: number; readonly maxBytes: number }
}

/**
 * The bytes of the body as they came, bounded one by one and all together. Nothing is decoded: no sender of ours
 * compresses. Raises `invalid` (415, 413, a body that ends early) or `unavailable` (too many bytes in flight).
 */
export function readBody(request: IncomingMessage, response: ServerResponse, limits: BodyLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const encoding = request.headers['content-encoding']
    if (encoding !== undefined && encoding !== 'identity') return reject(unsupportedEncoding())
    const announced = Number(request.headers['content-length'] ?? 0)
    const refusal = refusalOf(limits, { size: announced, more: announced })
    if (refusal !== undefined) return reject(refusal)
    collect({ request, response, limits }, resolve, reject)
  })
}

/** `more` bytes are about to be added to a body of then `size` bytes. */
function refusalOf({ maxBytes, inFlight }: BodyLimits, { size, more }: { size: number; more: number }) {
  if (size > maxBytes) return tooLarge(maxBytes)
  return inFlight.bytes + more > inFlight.maxBytes ? tooBusy() : undefined
}

interface Reading {
  request: IncomingMessage
  response: ServerResponse
  limits: BodyLimits
}

/** What comes after it was settled still counts, until it was answered. */
function collect(
  { request, response, limits }: Reading,
  resolve: (body: Buffer) => void,
  reject: (error: BridgeError) => void,
): void {
  const { inFlight } = limits
  const chunks: Buffer[] = []
  let size = 0
  let isRefused = false
  request.on('data', (chunk: Buffer) => {
    if (isRefused) return
    const refusal = refusalOf(limits, { size: size + chunk.length, more: chunk.length })
    size += chunk.length
    inFlight.bytes += chunk.length
    if (refusal === undefined) return void chunks.push(chunk)
    isRefused = true
    reject(refusal)
  })
  request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size)))
  request.on('error', () => reject(new BridgeError('invalid', 'the body ended early', { code: 'body-cut' })))
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
