import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { createProblemAnswer } from '../../src/http/problem'
import { type BodyLimits, readBody } from '../../src/http/read-body'
import { openSocket, requestText, sendRaw } from '../support/raw-request'
import { defer } from '../support/turns'
import { waitUntil } from '../support/wait-until'

const maxBytes = 1_000

let server: http.Server
let url: string
let limits: BodyLimits
let bodies: Buffer[]
let mayAnswer: Promise<void>

beforeEach(async () => {
  limits = { maxBytes, inFlight: { bytes: 0, maxBytes: 5_000 } }
  bodies = []
  mayAnswer = Promise.resolve()
  const answerProblem = createProblemAnswer({ now: () => 0, onProblem: () => {} })
  const echo = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const body = await readBody(request, response, limits)
    bodies.push(body)
    await mayAnswer
    response.end(JSON.stringify({ bytes: body.length }))
  }
  server = http.createServer((request, response) => {
    echo(request, response).catch(error => answerProblem(error, request, response))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body, headers: { connection: 'close', ...headers } })
const problemOf = async (response: Response) => ({ status: response.status, ...((await response.json()) as object) })
/** A chunk of chunked encoding. */
const chunk = (bytes: number) => `${bytes.toString(16)}\r\n${'x'.repeat(bytes)}\r\n`
const chunkedHead = requestText('POST /', ['Transfer-Encoding: chunked'])

describe('a body', () => {
  test('is kept byte for byte, in however many pieces it came', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 0x7b])
    await post(bytes)
    await sendRaw(url, chunkedHead, chunk(3), chunk(4), '0\r\n\r\n')
    expect(bodies).toEqual([bytes, Buffer.from('xxxxxxx')])
  })

  test('is empty where there is none', async () => {
    await post('')
    await fetch(url, { headers: { connection: 'close' } })
    expect(bodies).toEqual([Buffer.alloc(0), Buffer.alloc(0)])
  })

  test('may be as large as the limit, and not a byte larger', async () => {
    expect((await post('x'.repeat(maxBytes))).status).toBe(200)
    expect(await problemOf(await post('x'.repeat(maxBytes + 1)))).toMatchObject({ status: 413, code: 'too-large' })
    expect(bodies).toHaveLength(1)
  })

  test('is refused by its announced length, before any of it is read', async () => {
    const { statuses } = await sendRaw(url, requestText('POST /', [`Content-Length: ${maxBytes + 1}`]))
    expect(statuses).toEqual([413])
    expect(limits.inFlight.bytes).toBe(0)
  })

  test('is refused by what came of it, where it announced no length', async () => {
    const { statuses } = await sendRaw(url, chunkedHead, chunk(600), chunk(600))
    expect(statuses).toEqual([413])
    await waitUntil('its bytes are given back', () => limits.inFlight.bytes === 0)
  })

  test.each(['gzip', 'br', 'gzip, gzip', 'deflate', 'nonsense'])(
    'in the encoding %s is refused unread',
    async encoding => {
      const refused = await problemOf(await post('x', { 'Content-Encoding': encoding }))
      expect(refused).toMatchObject({ status: 415, code: 'unsupported-encoding' })
      expect((await post('x', { 'Content-Encoding': 'identity' })).status).toBe(200)
    },
  )

  test('counts among the bytes in flight until it was answered', async () => {
    const gate = defer()
    mayAnswer = gate.promise
    const answer = post('x'.repeat(800))
    await waitUntil('it was read', () => bodies.length === 1)
    expect(limits.inFlight.bytes).toBe(800)
    gate.resolve()
    await answer
    await waitUntil('its bytes are given back', () => limits.inFlight.bytes === 0)
  })

  test('is asked to come back where too many bytes are in flight already', async () => {
    limits.inFlight.bytes = 4_500
    const refused = await post('x'.repeat(600))
    expect(refused.headers.get('retry-after')).toBe('1')
    expect(await problemOf(refused)).toMatchObject({ status: 503, code: 'overloaded' })
    const { statuses } = await sendRaw(url, chunkedHead, chunk(600), '0\r\n\r\n')
    expect(statuses).toEqual([503])
    await waitUntil('its bytes are given back', () => limits.inFlight.bytes === 4_500)
    expect((await post('x'.repeat(500))).status).toBe(200)
  })

  test('gives its bytes back where its sender goes away in its middle', async () => {
    const socket = openSocket(url)
    socket.write(requestText('POST /', ['Content-Length: 900']) + 'x'.repeat(700))
    await waitUntil('its bytes are counted', () => limits.inFlight.bytes === 700)
    socket.destroy()
    await waitUntil('its bytes are given back', () => limits.inFlight.bytes === 0)
    expect(bodies).toEqual([])
  })

  test('gives its bytes back where its sender goes away before the answer', async () => {
    const gate = defer()
    mayAnswer = gate.promise
    const socket = openSocket(url)
    socket.write(requestText('POST /', ['Content-Length: 5'], 'hello'))
    await waitUntil('it was read', () => bodies.length === 1)
    socket.destroy()
    await waitUntil('its bytes are given back', () => limits.inFlight.bytes === 0)
    gate.resolve()
  })
})
