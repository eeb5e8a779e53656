import { createKeyAuthenticator, type StoredKey } from '../../src/access/authenticate-key'
import { createKeyToken } from '../../src/access/key-token'
import { createLoginThrottle } from '../../src/access/login-throttle'
import { createUseNotes } from '../../src/access/note-use'

const now = 1_760_000_000_000

function setUp(overrides: Partial<StoredKey> = {}) {
  const { token, id, digest } = createKeyToken()
  const key: StoredKey = {
    id,
    name: 'soc scripts',
    digest,
    roles: ['sn_sec_cmn.api_write'],
    tenant: 'emea',
    allowIps: ['any'],
    expiresAt: null,
    revokedAt: null,
    lastUsedAt: null,
    ...overrides,
  }
  const asked: string[] = []
  const uses: [string, number][] = []
  const clock = { at: now, now: () => clock.at }
  const authenticate = createKeyAuthenticator({
    findProof: async wanted => {
      asked.push(wanted)
      return wanted === key.id ? key : { digest: null, tenant: null }
    },
    findKey: async wanted => (wanted === key.id ? key : null),
    throttle: createLoginThrottle(clock, 3),
    clock,
    noteUse: createUseNotes(clock, (usedId, at) => uses.push([usedId, at])),
  })
  return { authenticate, token, key, clock, uses, asked }
}

test('who holds a key is told with its roles and tenant, and never with its digest', async () => {
  const { authenticate, token, key } = setUp()
  expect(await authenticate(token, '203.0.113.7')).toEqual({
    id: key.id,
    name: 'soc scripts',
    roles: ['sn_sec_cmn.api_write'],
    tenant: 'emea',
  })
})

test.each<[string, Partial<StoredKey>, string]>([
  ['revoked', { revokedAt: now - 1 }, 'revoked'],
  ['expired at this moment', { expiresAt: now }, 'expired'],
  ['not allowed from anywhere', { allowIps: [] }, 'address'],
  ['not allowed from this address', { allowIps: ['10.0.0.0/8'] }, 'address'],
  ['stored under another digest', { digest: '0'.repeat(64) }, 'wrong'],
  ['revoked, for who does not hold it', { digest: '0'.repeat(64), revokedAt: now }, 'wrong'],
])('a key is denied that is %s', async (_, overrides, denied) => {
  const { authenticate, token, key, uses } = setUp(overrides)
  expect(await authenticate(token, '203.0.113.7')).toEqual({ denied, account: { id: key.id, tenant: 'emea' } })
  expect(uses).toEqual([])
})

test('a key is taken until the moment it expires, and from an allowed address', async () => {
  const { authenticate, token } = setUp({ expiresAt: now + 1, allowIps: ['203.0.113.0/24'] })
  expect(await authenticate(token, '::ffff:203.0.113.7')).toMatchObject({ name: 'soc scripts' })
})

test('what is no token is denied without a look-up', async () => {
  const { authenticate, token, asked } = setUp()
  for (const text of ['', `${token} `, `${token.slice(0, -1)}!`]) {
    expect(await authenticate(text, '203.0.113.7')).toEqual({ denied: 'malformed' })
  }
  expect(asked).toEqual([])
})

test('a well-formed token of nobody is denied', async () => {
  const stranger = createKeyToken()
  const { authenticate } = setUp()
  expect(await authenticate(stranger.token, '203.0.113.7')).toEqual({ denied: 'unknown' })
})

test('the last use is noted at most once a minute', async () => {
  const { authenticate, token, key, clock, uses } = setUp()
  for (const later of [0, 1, 59_999, 60_000, 60_001, 120_000]) {
    clock.at = now + later
    await authenticate(token, '203.0.113.7')
  }
  expect(uses).toEqual([now, now + 60_000, now + 120_000].map(at => [key.id, at]))
})

test('a use that another process noted within the minute is not noted again', async () => {
  const { authenticate, token, uses } = setUp({ lastUsedAt: now - 30_000 })
  await authenticate(token, '203.0.113.7')
  expect(uses).toEqual([])
})

test('a look-up that fails is not a denial', async () => {
  const authenticate = createKeyAuthenticator({
    findProof: () => Promise.reject(new Error('database gone')),
    findKey: () => Promise.reject(new Error('not asked')),
    throttle: createLoginThrottle({ now: () => now }, 3),
    clock: { now: () => now },
    noteUse: () => undefined,
  })
  await expect(authenticate(createKeyToken().token, '203.0.113.7')).rejects.toThrow('database gone')
})

describe('wrong keys', () => {
  test('from one address are told to come back after some of them, and taken again after a minute', async () => {
    const { authenticate, clock } = setUp()
    const ask = () => authenticate(createKeyToken().token, '203.0.113.7')
    for (let count = 0; count < 3; count += 1) expect(await ask()).not.toHaveProperty('retryAt')
    expect(await ask()).toMatchObject({ retryAt: now + 60_000 })
    expect(await authenticate(createKeyToken().token, '203.0.113.8')).not.toHaveProperty('retryAt')
    clock.at = now + 60_000
    expect(await ask()).not.toHaveProperty('retryAt')
  })

  test('of one key are counted wherever they come from, and a right one passes all the same', async () => {
    const { authenticate, token } = setUp({ allowIps: ['203.0.113.7'] })
    for (let count = 0; count < 3; count += 1) await authenticate(token, `198.51.100.${count}`)
    expect(await authenticate(token, '198.51.100.9')).toMatchObject({ denied: 'address', retryAt: now + 60_000 })
    expect(await authenticate(token, '203.0.113.7')).toMatchObject({ name: 'soc scripts' })
  })
})
