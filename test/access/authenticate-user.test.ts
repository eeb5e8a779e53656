import { createUserAuthenticator, type StoredUser } from '../../src/access/authenticate-user'
import { createLoginThrottle } from '../../src/access/login-throttle'
import { createManualClock } from '../support/manual-clock'

const address = '203.0.113.7'

function setUp(overrides: Partial<StoredUser> = {}) {
  const clock = createManualClock()
  const user: StoredUser = {
    id: 'u1',
    name: 'ada',
    password: 'stored of secret',
    roles: ['bridge.viewer'],
    tenant: 'emea',
    disabledAt: null,
    lastUsedAt: null,
    ...overrides,
  }
  const hashed: (string | null)[] = []
  const uses: string[] = []
  const authenticate = createUserAuthenticator({
    findUser: async name => (name === user.name ? { ...user } : null),
    passwords: {
      isRight: async (password, stored) => {
        hashed.push(stored)
        return stored === `stored of ${password}`
      },
    },
    throttle: createLoginThrottle(clock, 3),
    clock,
    noteUse: ({ id }) => uses.push(id),
  })
  const ask = (password = 'secret', name = 'ada', from = address) => authenticate({ name, password }, from)
  return { ask, clock, user, hashed, uses }
}

test('who knows name and password is told with roles and tenant', async () => {
  const { ask, uses } = setUp()
  expect(await ask()).toEqual({ id: 'u1', name: 'ada', roles: ['bridge.viewer'], tenant: 'emea' })
  expect(uses).toEqual(['u1'])
})

test('an unknown name costs a hash, as a wrong password does', async () => {
  const { ask, hashed, uses } = setUp()
  expect(await ask('wrong')).toEqual({ denied: 'wrong', account: { id: 'u1', tenant: 'emea' } })
  expect(await ask('secret', 'bob')).toEqual({ denied: 'wrong' })
  expect(await ask('secret', 'x'.repeat(65))).toEqual({ denied: 'wrong' })
  expect(hashed).toEqual(['stored of secret', null, null])
  expect(uses).toEqual([])
})

test('a disabled user is denied, and who does not know the password learns nothing of it', async () => {
  const { ask } = setUp({ disabledAt: 1 })
  expect(await ask()).toMatchObject({ denied: 'disabled' })
  expect(await ask('wrong')).toMatchObject({ denied: 'wrong' })
})

test('a good login is remembered for a minute, unless the user is disabled or has another password', async () => {
  const { ask, clock, user, hashed } = setUp()
  for (const ms of [0, 1, 59_998]) {
    clock.advance(ms)
    expect(await ask()).toMatchObject({ id: 'u1' })
  }
  expect(hashed).toHaveLength(1)
  clock.advance(1)
  await ask()
  expect(hashed).toHaveLength(2)
  user.disabledAt = 5
  expect(await ask()).toMatchObject({ denied: 'disabled' })
  user.disabledAt = null
  user.password = 'stored of other'
  expect(await ask()).toMatchObject({ denied: 'wrong' })
})

test('a wrong login is never remembered', async () => {
  const { ask, hashed } = setUp()
  await ask('wrong')
  await ask('wrong')
  expect(hashed).toHaveLength(2)
})

test('the same login a hundred times at once is hashed once', async () => {
  const { ask, hashed } = setUp()
  const answers = await Promise.all(Array.from({ length: 100 }, () => ask()))
  expect(answers.every(answer => 'id' in answer)).toBe(true)
  expect(hashed).toHaveLength(1)
})

test('after too many failures of an account nothing of it is hashed, from wherever it comes, until the minute is over', async () => {
  const { ask, clock, hashed } = setUp()
  for (let count = 0; count < 3; count += 1) await ask('wrong', 'ada', `198.51.100.${count}`)
  expect(await ask()).toMatchObject({ denied: 'throttled', retryAt: clock.now() + 60_000 })
  expect(hashed).toHaveLength(3)
  expect(await ask('secret', 'bob')).toEqual({ denied: 'wrong' })
  clock.advance(60_000)
  expect(await ask()).toMatchObject({ id: 'u1' })
})

test('after too many failures from an address it is held, whatever account it asks for', async () => {
  const { ask } = setUp()
  for (const name of ['a', 'b', 'c']) await ask('wrong', name)
  expect(await ask()).toMatchObject({ denied: 'throttled' })
  expect(await ask('secret', 'ada', '198.51.100.1')).toMatchObject({ id: 'u1' })
})

test('who logged in within the minute is let in while others fail at the account', async () => {
  const { ask, clock } = setUp()
  await ask()
  for (let count = 0; count < 5; count += 1) await ask('wrong')
  expect(await ask()).toMatchObject({ id: 'u1' })
  clock.advance(59_999)
  expect(await ask()).toMatchObject({ id: 'u1' })
})
