import type { Request } from 'express'
import type { Caller, Role } from '../../src/domain/role'
import { BridgeError } from '../../src/errors'
import { createSecurityHandlers } from '../../src/http/authenticate'

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
const caller = (roles: Role[]): Caller => ({ id: 'k', name: 'test', roles, tenant: 'default' })

function handlers() {
  return createSecurityHandlers({
    authenticate: async credential => {
      const shown = credential.kind === 'key' ? credential.token : `${credential.name}/${credential.password}`
      if (shown === 'tired') return { denied: 'unknown', retryAt: 5 }
      if (shown === 'broken') throw new BridgeError('unavailable', 'no database', { code: 'store-failed' })
      return shown === 'operator' || shown === 'ada/pass:word' ? caller(['bridge.operator']) : { denied: 'unknown' }
    },
    addressOf: () => '127.0.0.1',
  })
}

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
    expect(await answer).toBe(false)
    expect(request).toMatchObject({ refusal: { kind: 'forbidden' }, suspect: { id: 'k', tenant: 'default' } })
    expect(request.caller).toBeUndefined()
  })

  test('shown after too many wrong ones is told when to come back', async () => {
    const { request, answer } = ask('Bearer tired', 'bridge.viewer')
    expect(await answer).toBe(false)
    expect(request.refusal).toMatchObject({ status: 429, code: 'too-many-failures', retryAt: 5 })
  })

  test('is not called wrong because it cannot be looked up', async () => {
    const { request, answer } = ask('Bearer broken', 'bridge.viewer')
    expect(await answer).toBe(false)
    expect(request.refusal).toMatchObject({ kind: 'unavailable', code: 'store-failed' })
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

describe('a user', () => {
  const ask = async (authorization: string | undefined) => {
    const request = { headers: { authorization } } as unknown as Request
    const answer = await handlers().user(request, ['bridge.viewer'])
    return { answer, caller: request.caller?.id }
  }

  test('is let in with a name and a password, which may hold a colon', async () => {
    expect(await ask(basic('ada:pass:word'))).toEqual({ answer: true, caller: 'k' })
  })

  test.each([
    undefined,
    '',
    'Basic',
    'Basic Og==',
    basic('ada'),
    basic(':pass:word'),
    basic('ada:pass'),
    'Bearer operator',
  ])('%j lets nobody in', async authorization => {
    expect(await ask(authorization)).toEqual({ answer: false, caller: undefined })
  })
})
