import type http from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Exchange } from '../../src/connectors/connector'
import { createHttpClient, failureOfStatus, type HttpClientOptions } from '../../src/connectors/http-client'
import { clientOf, closeServers, failureOf, get, post, secret, serve } from '../support/http-client-stage'
import type { Script } from '../support/http-server'
import { createManualClock } from '../support/manual-clock'

const clock = createManualClock()

afterEach(closeServers)

describe('a request', () => {
  it('carries method, path, encoded query, headers and JSON, below the base path', async () => {
    const server = await serve(() => ({ json: { ok: true } }))
    const client = createHttpClient({
      baseUrl: `${server.url}/soar/`,
      clock,
      headers: () => ({ 'ph-auth-token': secret }),
    })
    const answer = await client.send({
      ...post,
      query: [
        ['a', '1 & b=2'],
        ['a', 'ü'],
      ],
      headers: { 'x-more': 'yes' },
    })
    expect(answer).toMatchObject({ status: 200, body: { ok: true }, text: '{"ok":true}' })
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      path: '/soar/rest/container',
      body: '{"name":"ticket text"}',
      headers: {
        'ph-auth-token': secret,
        'content-type': 'application/json',
        'x-more': 'yes',
        accept: 'application/json',
      },
    })
    expect(server.requests[0]?.query.getAll('a')).toEqual(['1 & b=2', 'ü'])
  })

  it('sends a file as it is, under its own type, and tells the timeline its size alone', async () => {
    const server = await serve(() => ({ json: {} }))
    const exchanges: Exchange[] = []
    const upload = { bytes: Buffer.from('GIF89a ticket text'), contentType: 'image/gif' }
    const sent = { method: 'POST', path: '/file', upload } as const
    await clientOf(server).send(sent, exchange => exchanges.push(exchange))
    expect(server.requests[0]).toMatchObject({
      body: 'GIF89a ticket text',
      headers: { 'content-type': 'image/gif', 'content-length': '18' },
    })
    expect(exchanges[0]?.request).toBe('(18 bytes)')
  })

  it('sends Basic credentials, also with an empty user', async () => {
    const server = await serve(() => ({ json: {} }))
    await clientOf(server, { basic: { user: '', password: 'tökén' } }).send(get)
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from(':tökén').toString('base64')}`)
  })

  it.each(['/rest/../admin', '/rest/1?x=1', '/rest/1#x', '@evil.example/', '/rest/\\x', '/rest/a b'])(
    'is refused where its path is not a plain one: %s',
    async path => {
      const server = await serve(() => ({ json: {} }))
      expect(await failureOf(clientOf(server).send({ method: 'GET', path }))).toMatchObject({ code: 'bad-path' })
      expect(server.requests).toHaveLength(0)
    },
  )

  it('is refused before it leaves where it is larger than 32 MB', async () => {
    const server = await serve(() => ({ json: {} }))
    const failure = await failureOf(clientOf(server).send({ ...post, body: 'x'.repeat(32_000_000) }))
    expect(failure).toMatchObject({ kind: 'rejected', code: 'request-too-large', effect: 'none' })
    expect(server.requests).toHaveLength(0)
  })

  it('has no header that its value could add', async () => {
    const server = await serve(() => ({ json: {} }))
    await clientOf(server, { headers: () => ({ 'ph-auth-token': `${secret}\r\nx-injected: 1` }) }).send(post)
    expect(server.requests[0]?.headers).not.toHaveProperty('x-injected')
  })
})

describe('an answer', () => {
  it('is handed over with any status but a redirect', async () => {
    const server = await serve(({ query }) => ({ status: Number(query.get('status')), json: { failed: true } }))
    for (const status of [200, 201, 400, 404, 418, 500]) {
      const answer = await clientOf(server).send({ ...get, query: { status: String(status) } })
      expect(answer).toMatchObject({ status, body: { failed: true } })
    }
  })

  it('may be empty', async () => {
    const server = await serve((_, response) => {
      response.writeHead(204).end()
      return undefined
    })
    expect(await clientOf(server).send(post)).toMatchObject({ status: 204, body: undefined, text: '' })
  })

  it('is left unread where a 4xx or 5xx is no JSON', async () => {
    const server = await serve(() => ({ status: 500, headers: { 'content-type': 'text/html' }, text: '<h1>Oops</h1>' }))
    expect(await clientOf(server).send(post)).toMatchObject({ status: 500, body: undefined, text: '<h1>Oops</h1>' })
  })

  it.each([
    ['an HTML page', { headers: { 'content-type': 'text/html' }, text: '<form>login</form>' }],
    ['JSON under another type', { headers: { 'content-type': 'text/plain' }, text: '{"success":true,"id":1}' }],
    ['cut JSON', { text: '{"success":true,"id":1' }],
    ['two JSON texts', { text: '{"success":true}{"id":1}' }],
    ['a __proto__ key', { text: '{"success":true,"a":[{"__proto__":{"x":1}}]}' }],
    ['an escaped __proto__ key', { text: '{"\\u005f_proto__":{"x":1}}' }],
    ['nesting without end', { text: '['.repeat(200_000) + ']'.repeat(200_000) }],
  ])('with status 200 that is %s tells nothing of what a write did', async (_, reply) => {
    const server = await serve(() => reply)
    expect(await failureOf(clientOf(server).send(post))).toMatchObject({
      kind: 'unavailable',
      code: 'unreadable-answer',
      effect: 'unknown',
      status: 200,
    })
  })

  it.each([301, 302, 303, 307, 308])('%i is not followed, and the token goes nowhere', async status => {
    const elsewhere = await serve(() => ({ json: { success: true, id: 1 } }))
    const server = await serve(() => ({ status, headers: { location: `${elsewhere.url}/rest/container` } }))
    expect(await failureOf(clientOf(server).send(post))).toMatchObject({
      kind: 'unavailable',
      code: 'redirected',
      effect: 'unknown',
    })
    expect(elsewhere.requests).toHaveLength(0)
    expect(server.requests).toHaveLength(1)
  })

  it.each([
    ['of 6 MB', () => ({ text: `"${'x'.repeat(6_000_000)}"` })],
    [
      'of 6 MB in chunks of unknown length',
      (response: http.ServerResponse) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        for (let megabyte = 0; megabyte < 6; megabyte += 1) response.write('x'.repeat(1_000_000))
        response.end()
        return undefined
      },
    ],
    [
      'that unpacks to 6 MB',
      (response: http.ServerResponse) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        response.end(gzipSync(`"${'x'.repeat(6_000_000)}"`))
        return undefined
      },
    ],
  ])('%s is refused', async (_, answer) => {
    const server = await serve((_request, response) => answer(response))
    expect(await failureOf(clientOf(server).send(post))).toMatchObject({
      code: 'unreadable-answer',
      effect: 'unknown',
    })
  })
})

describe('the exchange', () => {
  async function exchangesOf(script: Script, options: Partial<HttpClientOptions> = {}): Promise<Exchange[]> {
    const server = await serve(script)
    const exchanges: Exchange[] = []
    await clientOf(server, options)
      .send({ ...post, query: { page: '0' } }, exchange => exchanges.push(exchange))
      .catch(() => undefined)
    return exchanges
  }

  it('tells request, answer and duration', async () => {
    const own = createManualClock()
    const script: Script = () => {
      own.advance(12)
      return { json: { success: true } }
    }
    expect(await exchangesOf(script, { clock: own })).toEqual([
      {
        method: 'POST',
        path: '/rest/container?page=0',
        request: '{"name":"ticket text"}',
        status: 200,
        answer: '{"success":true}',
        ms: 12,
      },
    ])
  })

  it('tells what went wrong', async () => {
    const html = await exchangesOf(() => ({ headers: { 'content-type': 'text/html' }, text: '<p>' }))
    expect(html).toMatchObject([{ status: 200, answer: '<p>', error: 'unreadable-answer' }])
    const reset = await exchangesOf((_request, response) => {
      response.destroy()
      return undefined
    })
    expect(reset).toMatchObject([{ error: 'connection-reset' }])
    expect(reset[0]).not.toHaveProperty('status')
  })

  it('cuts bodies to 4 KB and hides credentials that are echoed', async () => {
    const basic = { user: 'bot', password: 'canary-password' }
    const echo: Script = ({ headers }) => ({ json: [headers, basic.password, 'ä'.repeat(5_000)] })
    const [exchange] = await exchangesOf(echo, { basic })
    expect(Buffer.byteLength(exchange?.answer ?? '')).toBeLessThanOrEqual(4096)
    expect(exchange?.answer).toContain('***')
    for (const hidden of [secret, 'canary-password', Buffer.from('bot:canary-password').toString('base64')]) {
      expect(exchange?.answer).not.toContain(hidden)
    }
  })

  it('masks what a body names a credential, whosever it is', async () => {
    const answer = { data: { user: 'bob', password: 'hunter2hunter2', api_key: 'k-1234567890' } }
    const [exchange] = await exchangesOf(() => ({ json: answer }))
    expect(exchange?.answer).toBe('{"data":{"user":"bob","password":"***","api_key":"***"}}')
  })
})

describe('failureOfStatus', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')

  it.each([
    [400, 'rejected', 'rejected', 'none'],
    [401, 'denied', 'denied', 'none'],
    [403, 'denied', 'forbidden', 'none'],
    [404, 'rejected', 'not-found', 'none'],
    [408, 'unavailable', 'server-error', 'unknown'],
    [413, 'rejected', 'rejected', 'none'],
    [422, 'rejected', 'rejected', 'none'],
    [429, 'unavailable', 'throttled', 'none'],
    [500, 'unavailable', 'server-error', 'unknown'],
    [502, 'unavailable', 'gateway', 'unknown'],
    [503, 'unavailable', 'gateway', 'unknown'],
    [504, 'unavailable', 'gateway', 'unknown'],
  ])('reads %i as %s, %s, effect %s', (status, kind, code, effect) => {
    expect(failureOfStatus(status, {}, now)).toMatchObject({ kind, code, effect, status, retryAt: undefined })
  })

  it.each([
    ['120', 120_000],
    ['0', 1_000],
    ['-1', 1_000],
    ['1e12', 3_600_000],
    ['99999', 3_600_000],
    ['Thu, 01 Jan 2026 00:02:00 GMT', 120_000],
    ['Thu, 01 Jan 2015 00:00:00 GMT', 1_000],
    ['Fri, 01 Jan 2099 00:00:00 GMT', 3_600_000],
  ])('clamps Retry-After %s to %i ms', (value, pauseMs) => {
    expect(failureOfStatus(429, { 'retry-after': value }, now).retryAt).toBe(now + pauseMs)
  })

  it('leaves out a Retry-After that says nothing', () => {
    expect(failureOfStatus(429, { 'retry-after': 'soon' }, now).retryAt).toBeUndefined()
  })
})

describe('the options', () => {
  it.each(['ftp://soar.example', 'soar.example', 'https://user:pw@soar.example', 'https://soar.example/?x=1', ''])(
    'refuse the base address %s',
    baseUrl => {
      expect(() => createHttpClient({ baseUrl, clock })).toThrow(expect.objectContaining({ kind: 'misconfigured' }))
    },
  )

  it('refuse a proxy that is none', () => {
    const proxy = 'socks5://127.0.0.1:1080'
    expect(() => createHttpClient({ baseUrl: 'http://127.0.0.1', proxy, clock })).toThrow(
      expect.objectContaining({ kind: 'misconfigured' }),
    )
  })

  it('refuse a certificate that is no PEM, without repeating it', () => {
    const make = () => createHttpClient({ baseUrl: 'https://127.0.0.1', tls: { cert: secret, key: secret }, clock })
    expect(make).toThrow(expect.objectContaining({ kind: 'misconfigured' }))
    expect(make).not.toThrow(secret)
  })
})
