import { execFile } from 'node:child_process'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { inspect, promisify } from 'node:util'
import { failureOfTransport } from '../../src/connectors/http-trouble'
import { clientOf, closeLater, closeServers, failureOf, get, post, secret, serve } from '../support/http-client-stage'
import { createManualClock } from '../support/manual-clock'
import { loopbackCertificate, otherCertificate } from '../support/test-certificates'

afterEach(closeServers)

/** A port where nobody listens. */
async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

describe('trouble on the way', () => {
  it('is known to have no effect where nobody listens', async () => {
    const url = `http://127.0.0.1:${await freePort()}`
    expect(await failureOf(clientOf({ url }).send(post))).toMatchObject({
      kind: 'unavailable',
      code: 'unreachable',
      effect: 'none',
    })
  })

  it.each([
    ['a connection that was never made', { syscall: 'connect' }, 'unreachable', 'none'],
    ['all addresses of a name', { errors: [{ syscall: 'connect' }, { syscall: 'connect' }] }, 'unreachable', 'none'],
    ['a connection that stood', { syscall: 'read' }, 'timeout', 'unknown'],
  ])('tells by the system call what timed out: %s', (_, cause, code, effect) => {
    const error = Object.assign(new Error('timed out'), { code: 'ETIMEDOUT', cause })
    expect(failureOfTransport(error, post)).toMatchObject({ kind: 'unavailable', code, effect })
  })

  it('is known to have no effect where the name does not resolve', async () => {
    const url = 'http://soar.invalid'
    expect(await failureOf(clientOf({ url }).send(post))).toMatchObject({ code: 'unreachable', effect: 'none' })
  })

  it.each([
    ['breaks before the answer', (response: http.ServerResponse) => response.destroy()],
    [
      'is cut within the answer',
      (response: http.ServerResponse) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
        response.write('{"success":true,', () => response.destroy())
      },
    ],
    [
      'is cut within a chunked answer',
      (response: http.ServerResponse) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.write('{"success":true}', () => response.destroy())
      },
    ],
  ])('leaves the effect of a POST unknown where the connection %s, and sends it once', async (_, cut) => {
    const server = await serve((_request, response) => {
      cut(response)
      return undefined
    })
    expect(await failureOf(clientOf(server).send(post))).toMatchObject({
      kind: 'unavailable',
      code: 'connection-reset',
      effect: 'unknown',
    })
    expect(server.requests).toHaveLength(1)
  })

  it('leaves the effect unknown where the answer is no HTTP', async () => {
    const server = net.createServer(socket => socket.once('data', () => socket.end('SMTP ready\r\n')))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    closeLater({ close: () => new Promise(resolve => server.close(resolve)) })
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    expect(await failureOf(clientOf({ url }).send(post))).toMatchObject({
      code: 'unreadable-answer',
      effect: 'unknown',
    })
  })

  it.each([
    ['never answers', () => undefined],
    [
      'drips',
      (response: http.ServerResponse) => {
        response.writeHead(200, { 'content-type': 'application/json' }).write('[1,')
      },
    ],
  ])('ends at the deadline of the injected clock where the far side %s', async (_, start) => {
    const own = createManualClock()
    const server = await serve((_request, response) => {
      start(response)
      setImmediate(() => own.advance(30_000))
      return undefined
    })
    expect(await failureOf(clientOf(server, { clock: own }).send(post))).toMatchObject({
      kind: 'unavailable',
      code: 'timeout',
      effect: 'unknown',
    })
  })

  it('never gives a read an effect', async () => {
    const server = await serve((_request, response) => {
      response.destroy()
      return undefined
    })
    expect(await failureOf(clientOf(server, { retries: 0 }).send(get))).toMatchObject({
      code: 'connection-reset',
      effect: 'none',
    })
  })

  it('carries nothing of the request in its error', async () => {
    const server = await serve((_request, response) => {
      response.destroy()
      return undefined
    })
    const failure = await failureOf(
      clientOf(server, { basic: { user: 'bot', password: 'canary-password' } }).send(post),
    )
    const shown = inspect(failure, { depth: 9, showHidden: true }) + JSON.stringify(failure)
    expect(shown).toContain('POST /rest/container')
    for (const hidden of [secret, 'canary-password', 'ticket text']) expect(shown).not.toContain(hidden)
    expect(Object.keys(failure.cause as object)).toEqual([])
  })
})

describe('a second try', () => {
  it.each([502, 503, 504])('is made twice after %i, for a GET only', async status => {
    const server = await serve(() => ({ status, json: {} }))
    expect(await clientOf(server).send(get)).toMatchObject({ status })
    expect(server.requests).toHaveLength(3)
    expect(await clientOf(server).send(post)).toMatchObject({ status })
    expect(server.requests).toHaveLength(4)
  })

  it('heals a blip', async () => {
    let tries = 0
    const server = await serve((_request, response) => {
      tries += 1
      if (tries > 1) return { json: { healed: true } }
      response.destroy()
      return undefined
    })
    expect(await clientOf(server).send(get)).toMatchObject({ status: 200, body: { healed: true } })
  })

  it.each([500, 429, 404])('is not made after %i', async status => {
    const server = await serve(() => ({ status, json: {} }))
    await clientOf(server).send(get)
    expect(server.requests).toHaveLength(1)
  })

  it('is not made where the far side says when to come back', async () => {
    const server = await serve(() => ({ status: 503, headers: { 'retry-after': '5' }, json: {} }))
    await clientOf(server).send(get)
    expect(server.requests).toHaveLength(1)
  })
})

describe('TLS', () => {
  const tls = loopbackCertificate

  it('is taken from the CA that was configured', async () => {
    const server = await serve(() => ({ json: {} }), tls)
    expect(await clientOf(server, { tls: { ca: tls.cert } }).send(post)).toMatchObject({ status: 200 })
  })

  it('may be left unchecked where that is written down', async () => {
    const server = await serve(() => ({ json: {} }), tls)
    expect(await clientOf(server, { tls: { rejectUnauthorized: false } }).send(post)).toMatchObject({ status: 200 })
  })

  it.each([
    ['a certificate of nobody we know', tls, {}],
    ['a certificate for another name', otherCertificate, { ca: otherCertificate.cert }],
    [
      'TLS 1.1 only',
      { ...tls, minVersion: 'TLSv1.1' as const, maxVersion: 'TLSv1.1' as const, ciphers: 'DEFAULT@SECLEVEL=0' },
      { ca: tls.cert },
    ],
  ])('refuses %s before anything is sent', async (_, certificate, trust) => {
    const server = await serve(() => ({ json: {} }), certificate)
    expect(await failureOf(clientOf(server, { tls: trust }).send(post))).toMatchObject({
      kind: 'unavailable',
      code: 'unreachable',
      effect: 'none',
    })
    expect(server.requests).toHaveLength(0)
  })

  it('is checked whatever the environment says', async () => {
    const server = await serve(() => ({ json: {} }), tls)
    const program = `
      const { createHttpClient } = require(${JSON.stringify(require.resolve('../../src/connectors/http-client'))})
      const clock = { now: () => 0, after: () => () => undefined }
      const client = createHttpClient({ baseUrl: ${JSON.stringify(server.url)}, clock })
      client.send({ method: 'POST', path: '/' }).then(() => console.log('answered'), error => console.log(error.code))
    `
    // Node reads this variable from the real environment, which a test inside jest cannot change.
    const env = { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' }
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], { env })
    expect(stdout.trim()).toBe('unreachable')
    expect(server.requests).toHaveLength(0)
  })
})

describe('a proxy', () => {
  it('of the environment is never used', async () => {
    const proxy = await serve(() => ({ json: {} }))
    const server = await serve(() => ({ json: { direct: true } }))
    const before = { ...process.env }
    Object.assign(process.env, { HTTP_PROXY: proxy.url, http_proxy: proxy.url, ALL_PROXY: proxy.url, NO_PROXY: '' })
    try {
      expect(await clientOf(server).send(post)).toMatchObject({ body: { direct: true } })
      expect(proxy.requests).toHaveLength(0)
    } finally {
      for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'NO_PROXY']) {
        if (before[name] === undefined) delete process.env[name]
        else process.env[name] = before[name]
      }
    }
  })

  it('that is configured is asked for a tunnel, and sees no token', async () => {
    const server = await serve(() => ({ json: { tunneled: true } }), loopbackCertificate)
    const heard: string[] = []
    const tunnels: { destroy(): void }[] = []
    const proxy = http.createServer().on('connect', (request, socket, head) => {
      heard.push(JSON.stringify([request.url, request.headers]))
      tunnels.push(socket)
      const [host, port] = (request.url ?? '').split(':')
      const onward = net.connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        onward.write(head)
        onward.pipe(socket).pipe(onward)
      })
      onward.on('error', () => socket.destroy())
      socket.on('error', () => onward.destroy())
    })
    await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
    closeLater({
      async close() {
        for (const socket of tunnels) socket.destroy()
        await new Promise(resolve => proxy.close(resolve))
      },
    })
    const url = `http://user:pass@127.0.0.1:${(proxy.address() as AddressInfo).port}`
    const client = clientOf(server, { proxy: url, tls: { ca: loopbackCertificate.cert } })
    expect(await client.send(post)).toMatchObject({ body: { tunneled: true } })
    expect(heard).toHaveLength(1)
    expect(heard[0]).toContain(Buffer.from('user:pass').toString('base64'))
    expect(heard[0]).not.toContain(secret)
  })
})
