import type { Request } from 'express'
import type { Caller, Role } from '../../src/domain/role'
import { createSecurityHandlers } from '../../src/http/authenticate'

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
const caller = (roles: Role[]): Caller => ({ id: 'k', name: 'test', roles, tenant: 'default' })

function handlers() {
  return createSecurityHandlers({
    authenticateKey: async token => (token === 'operator' ? caller(['bridge.operator']) : { denied: 'unknown' }),
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
