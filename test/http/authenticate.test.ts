import type { Request } from 'express'
import type { Caller, Role } from '../../src/domain/role'
import {
  type AuthenticateParts,
  createSecurityHandlers,
  readBasic,
  type WebhookDoor,
} from '../../src/http/authenticate'

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

describe('a Basic header', () => {
  test.each<[header: string, user: string, password: string]>([
    [basic('jira:secret'), 'jira', 'secret'],
    [basic('jira:a:b:c'), 'jira', 'a:b:c'],
    [basic(':'), '', ''],
    [basic('jira:pässwörd'), 'jira', 'pässwörd'],
    [basic('jira:secret').replace('Basic', 'bAsIc'), 'jira', 'secret'],
  ])('%s holds a user and a password', (header, user, password) => {
    expect(readBasic(header)).toEqual({ user, password })
  })

  test.each<string | undefined>([
    undefined,
    '',
    'Basic',
    'Basic ',
    basic('no colon'),
    `${basic('jira:secret')} extra`,
    `  ${basic('jira:secret')}`,
    'Bearer amlyYTpzZWNyZXQ=',
    'Basic not*base64',
  ])('%s holds none', header => {
    expect(readBasic(header)).toBeUndefined()
  })
})

/** Takes whatever is `right`. */
const door = (system: WebhookDoor['system']): WebhookDoor => ({
  system,
  signature: header => header === 'right',
  secret: header => header === 'right',
  basic: (user, password) => user === 'right' && password === 'right',
})

const doors: Record<string, WebhookDoor> = { jira: door('jira'), servicenow: door('servicenow') }
const caller = (roles: Role[]): Caller => ({ id: 'k', name: 'test', roles, tenant: 'default' })

function handlers(changes: Partial<AuthenticateParts> = {}) {
  return createSecurityHandlers({
    doorOf: name => doors[name],
    authenticateKey: async token => (token === 'operator' ? caller(['bridge.operator']) : { denied: 'unknown' }),
    addressOf: () => '127.0.0.1',
    ...changes,
  })
}

function webhook(path: string, connection: string, headers: Record<string, string> = {}): Request {
  return {
    path,
    headers,
    openapi: { pathParams: { connection } },
    rawBody: Buffer.from('{"a":1}'),
  } as unknown as Request
}

const jira = (headers: Record<string, string>) => webhook('/webhooks/jira/jira', 'jira', headers)
const proofs: [scheme: string, headers: Record<string, string>][] = [
  ['jiraSignature', { 'x-hub-signature': 'right' }],
  ['webhookSecret', { 'x-bridge-secret': 'right' }],
  ['webhookBasic', { authorization: basic('right:right') }],
]

describe('a webhook', () => {
  test.each(proofs)('is let in by %s, and read only then', async (scheme, headers) => {
    const request = jira(headers)
    expect(await handlers()[scheme]?.(request, [])).toBe(true)
    expect(request.verifiedConnection).toBe('jira')
    expect(request.body).toEqual({ a: 1 })
  })

  test.each(proofs)('is not let in by %s that is wrong or missing, and never read', async (scheme, right) => {
    const wrong = Object.fromEntries(Object.keys(right).map(name => [name, basic('right:wrong')]))
    for (const headers of [wrong, {}]) {
      const request = jira(headers)
      expect(await handlers()[scheme]?.(request, [])).toBe(false)
      expect(request.verifiedConnection).toBeUndefined()
      expect(request.body).toBeUndefined()
    }
  })

  test.each(proofs)('is not let in by %s through the door of another system', async (scheme, headers) => {
    const request = webhook('/webhooks/servicenow/jira', 'jira', headers)
    expect(await handlers()[scheme]?.(request, [])).toBe(false)
  })

  test.each(proofs)('is not let in by %s at a connection that does not exist', async (scheme, headers) => {
    for (const name of ['nobody', '__proto__', 'constructor', ''])
      expect(
        await handlers({ doorOf: () => undefined })[scheme]?.(webhook(`/webhooks/jira/${name}`, name, headers), []),
      ).toBe(false)
  })

  test('is not let in by another system’s way to sign', async () => {
    const headers = { 'x-hub-signature': 'right', 'x-servicenow-signature': 'right' }
    const { jiraSignature, servicenowSignature } = handlers()
    expect(await servicenowSignature?.(jira(headers), [])).toBe(false)
    expect(await jiraSignature?.(webhook('/webhooks/servicenow/servicenow', 'servicenow', headers), [])).toBe(false)
  })

  test('that cannot be read is let in all the same, with the reason', async () => {
    const request = jira({ 'x-hub-signature': 'right' })
    request.rawBody = Buffer.from('{"a":1,"a":2}')
    expect(await handlers().jiraSignature?.(request, [])).toBe(true)
    expect(request.bodyFailure).toBe('json-duplicate-key')
    expect(request.body).toBeUndefined()
  })
})

describe('a key', () => {
  const ask = (authorization: string | undefined, role: Role) => {
    const request = { headers: { authorization } } as unknown as Request
    return { request, answer: Promise.resolve(handlers().key?.(request, [role])) }
  }

  test('lets in whoever holds the role, or one that includes it', async () => {
    const { request, answer } = ask('Bearer operator', 'bridge.viewer')
    expect(await answer).toBe(true)
    expect(request.caller).toMatchObject({ id: 'k' })
  })

  test('of another role is told so, and is nobody', async () => {
    const { request, answer } = ask('Bearer operator', 'bridge.admin')
    await expect(answer).rejects.toMatchObject({ status: 403 })
    expect(request.caller).toBeUndefined()
  })

  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer nobody',
    'Bearer null',
    'bearer  operator',
    'Bearer operator ',
    'Bearer operator\n',
    'operator',
    basic('operator:'),
    `Bearer ${'x'.repeat(201)}`,
  ])('%j lets nobody in', async authorization => {
    expect(await ask(authorization, 'bridge.viewer').answer).toBe(false)
  })
})
