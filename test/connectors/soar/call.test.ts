import type { Applied } from '../../../src/connectors/connector'
import { buildCreate } from '../../builders/soar-commands'
import { failureOf } from '../../support/http-client-stage'
import { closeStages, done, failed, html, type Routes, type SoarStage, stageSoar } from '../../support/soar-script'

afterEach(closeStages)

const command = buildCreate({ observableArtifacts: [] })

/** What becomes of one creation when POST /rest/container is answered so. */
async function create(reply: Routes[string]): Promise<{ stage: SoarStage; applying: Promise<Applied> }> {
  const stage = await stageSoar({ 'POST /rest/container': reply })
  return { stage, applying: stage.soar.apply(command, stage.sending()) }
}

describe('the answer to a write', () => {
  it.each([
    ['401', failed('Invalid automation token', 401), 'denied', 'denied', 'none'],
    ['401 without words', { status: 401, json: {} }, 'denied', 'denied', 'none'],
    ['a bad token, whatever the status', failed('Invalid automation token', 200), 'denied', 'denied', 'none'],
    ['an inactive user', failed('User is inactive', 400), 'denied', 'denied', 'none'],
    ['403', failed('User does not have permission to create', 403), 'denied', 'forbidden', 'none'],
    ['403 from a proxy', html(403), 'denied', 'forbidden', 'none'],
    ['a missing right with status 200', failed('x does not have permission y', 200), 'denied', 'forbidden', 'none'],
    ['an unknown label', failed('Label "secret-x" is not a known label.'), 'rejected', 'unknown-label', 'none'],
    ['an unknown label with 200', failed('Label "x" is not a known label.', 200), 'rejected', 'unknown-label', 'none'],
    ['an unknown severity', failed('Severity matching query does not exist.'), 'rejected', 'unknown-severity', 'none'],
    ['an unknown owner', failed('"owner_id" Not found'), 'rejected', 'unknown-owner', 'none'],
    ['another refusal', failed("'int' object has no attribute 'lower'"), 'rejected', 'refused', 'none'],
    ['a refusal without words', { status: 400, json: { failed: true } }, 'rejected', 'refused', 'none'],
    ['a body too large for nginx', html(413), 'rejected', 'rejected', 'none'],
    ['429', { status: 429, json: {} }, 'unavailable', 'throttled', 'none'],
    ['500', failed('Internal error', 500), 'unavailable', 'server-error', 'unknown'],
    ['502', html(502), 'unavailable', 'gateway', 'unknown'],
    ['503', html(503), 'unavailable', 'gateway', 'unknown'],
    ['408', html(408), 'unavailable', 'server-error', 'unknown'],
    ["a proxy's 404", html(404), 'unavailable', 'unreadable-answer', 'unknown'],
    ["a proxy's 400", html(400), 'unavailable', 'unreadable-answer', 'unknown'],
    ['a login page', html(200), 'unavailable', 'unreadable-answer', 'unknown'],
    ['a redirect', { status: 302, headers: { location: '/login' }, text: '' }, 'unavailable', 'redirected', 'unknown'],
    ['cut JSON', { text: '{"success": true, "id": 1' }, 'unavailable', 'unreadable-answer', 'unknown'],
    ['nothing', { text: '' }, 'unavailable', 'unreadable-answer', 'unknown'],
    ['an id without success', { json: { id: 7, name: 'x' } }, 'unavailable', 'unclear-answer', 'unknown'],
    ['success without an id', { json: { success: true } }, 'unavailable', 'unclear-answer', 'unknown'],
    ['success: false', { json: { success: false, id: 7 } }, 'unavailable', 'unclear-answer', 'unknown'],
    ['an id that is none', { json: { success: true, id: '../7' } }, 'unavailable', 'unclear-answer', 'unknown'],
    ['a list', { json: [] }, 'unavailable', 'unclear-answer', 'unknown'],
    ['null', { text: 'null' }, 'unavailable', 'unclear-answer', 'unknown'],
    ['a reset connection', 'reset' as const, 'unavailable', 'connection-reset', 'unknown'],
  ])('%s is no success', async (_, reply, kind, code, effect) => {
    const { stage, applying } = await create(reply)
    expect(await failureOf(applying)).toMatchObject({ kind, code, effect })
    expect(stage.posted('/rest/container')).toHaveLength(1)
  })

  it('names method and path in its failure, and nothing of the ticket', async () => {
    const { applying } = await create(failed('Label "Phishing mail" is not a known label.'))
    const { message } = await failureOf(applying)
    expect(message).toContain('POST /rest/container')
    expect(message).not.toContain('Phishing')
  })

  it('tells until when SOAR wants to be left alone', async () => {
    const { stage, applying } = await create({ status: 429, headers: { 'retry-after': '90' }, json: {} })
    expect((await failureOf(applying)).retryAt).toBe(stage.clock.now() + 90_000)
  })

  it('is recorded with its request, without the token', async () => {
    const { stage, applying } = await create(done(5, { artifacts: [{ success: true, id: 9 }] }))
    await applying
    expect(stage.exchanges).toMatchObject([{ method: 'POST', path: '/rest/container', status: 200 }])
    expect(stage.exchanges[0]?.request).toContain('Phishing mail')
    expect(JSON.stringify(stage.exchanges)).not.toContain('soar-token')
  })
})

describe('credentials', () => {
  it.each([
    [{ kind: 'token', token: 'abc=' } as const, { 'ph-auth-token': 'abc=' }],
    [{ kind: 'basic-token', token: 'abc=' } as const, { authorization: `Basic ${btoa(':abc=')}` }],
    [{ kind: 'user', user: 'joe', password: 'pw:1' } as const, { authorization: `Basic ${btoa('joe:pw:1')}` }],
    [{ kind: 'bearer', token: 'abc' } as const, { authorization: 'Bearer abc' }],
  ])('travel as %o asks', async (auth, headers) => {
    const stage = await stageSoar({ 'GET /rest/version': { json: { version: '8.5.0.248' } } }, { auth })
    await stage.soar.probe()
    expect(stage.server.requests[0]?.headers).toMatchObject(headers)
  })
})

describe('a write that was not let through', () => {
  it('sends nothing', async () => {
    const stage = await stageSoar({})
    const lost = new Error('another worker has the lane')
    const sending = { ...stage.sending(), beforeWrite: () => Promise.reject(lost) }
    await expect(stage.soar.apply(command, sending)).rejects.toBe(lost)
    expect(stage.server.requests).toHaveLength(0)
  })
})
