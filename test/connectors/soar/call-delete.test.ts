import type { Exchange } from '../../../src/connectors/connector'
import { closeServers, failureOf, serve } from '../../support/http-client-stage'
import type { Reply } from '../../support/http-server'
import { callSoar } from '../../support/soar-call'
import { failed, html } from '../../support/soar-script'

afterEach(closeServers)

const path = '/rest/ph_user/1'

describe('a deletion', () => {
  it('hands over what SOAR confirmed, and has written', async () => {
    const server = await serve(() => ({ json: { success: true, warning_messages: [] } }))
    const call = callSoar(server)
    expect(call.hasWritten()).toBe(false)
    expect(await call.delete(path, [['ids', '1']])).toEqual({ success: true, warning_messages: [] })
    expect(call.hasWritten()).toBe(true)
    expect(server.requests).toMatchObject([{ method: 'DELETE', path, body: '' }])
    expect(server.requests[0]?.query.get('ids')).toBe('1')
  })

  it.each<[string, Reply, string, string, string]>([
    ['a refusal', failed('no', 400), 'rejected', 'rejected', 'none'],
    ['a refusal with 200', failed('no', 200), 'rejected', 'rejected', 'none'],
    ['something unknown', failed('Requested item not found', 404), 'rejected', 'not-found', 'none'],
    ['a bad token', failed('Invalid automation token', 401), 'denied', 'denied', 'none'],
    ["a proxy's 404", html(404), 'unavailable', 'unreadable-answer', 'unknown'],
    ['nothing', { text: '' }, 'unavailable', 'unreadable-answer', 'unknown'],
    ['no confirmation', { json: { id: 1 } }, 'unavailable', 'unclear-answer', 'unknown'],
    ['502', html(502), 'unavailable', 'gateway', 'unknown'],
  ])('answered with %s raises', async (_, reply, kind, code, effect) => {
    const server = await serve(() => reply)
    expect(await failureOf(callSoar(server).delete(path))).toMatchObject({ kind, code, effect })
    expect(server.requests).toHaveLength(1)
  })

  it('with a token says what it takes instead', async () => {
    const server = await serve(() => failed('User automation does not have permission to delete', 403))
    const failure = await failureOf(callSoar(server).delete(path))
    expect(failure).toMatchObject({ kind: 'denied', code: 'forbidden', status: 403 })
    expect(failure.message).toContain('a user with a password')
  })
})

describe('the bytes of an answer', () => {
  const file = Buffer.from([0, 255, 13, 10, 0xef, 0xbb, 0xbf, 128])
  const sendFile = (bytes: Buffer) =>
    serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bytes)
      return undefined
    })

  it('come as they are, and only their number is written down', async () => {
    const exchanges: Exchange[] = []
    const server = await sendFile(file)
    const bytes = await callSoar({ url: server.url, exchanges }).getBytes('/rest/download_attachment', [], 100)
    expect(bytes.equals(file)).toBe(true)
    expect(exchanges).toMatchObject([{ method: 'GET', status: 200, answer: '(8 bytes)' }])
  })

  it('may be none', async () => {
    const bytes = await callSoar(await sendFile(Buffer.alloc(0))).getBytes('/rest/download_attachment', [], 100)
    expect(bytes).toHaveLength(0)
  })

  it('are refused where they are more than asked for', async () => {
    const failure = await failureOf(
      callSoar(await sendFile(Buffer.alloc(101))).getBytes('/rest/download_attachment', [], 100),
    )
    expect(failure).toMatchObject({ kind: 'unavailable', code: 'unreadable-answer', effect: 'none' })
  })

  it.each<[Reply, string]>([
    [failed('Requested item not found', 404), 'not-found'],
    [failed('User is inactive', 401), 'denied'],
    [html(503), 'gateway'],
    [html(404), 'unreadable-answer'],
  ])('are none where the answer is no success: %j', async (reply, code) => {
    const server = await serve(() => reply)
    expect(await failureOf(callSoar(server).getBytes('/rest/download_attachment', [], 100))).toMatchObject({ code })
  })
})
