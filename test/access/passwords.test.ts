import { createPasswords } from '../../src/access/passwords'

// Hashes are slow by design, and slower on a busy machine.
jest.setTimeout(120_000)

const now = 1_760_000_000_000
const passwords = createPasswords({ now: () => now })

test('a password is stored as a salted hash with its parameters, and is known again by it', async () => {
  const [one, other] = [await passwords.hash('correct horse'), await passwords.hash('correct horse')]
  expect(one).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/)
  expect(one).not.toBe(other)
  expect(await passwords.isRight('correct horse', one)).toBe(true)
  expect(await passwords.isRight('correct horsf', one)).toBe(false)
})

test('a hash with other parameters, as an older version stored it, is still good', async () => {
  const stored = 'scrypt$1024$8$1$c2FsdHNhbHRzYWx0c2FsdA$A9lBa6RTbfBovWqamVIqXKovIl4Vk6OZyVojLJmYmSI'
  expect(await passwords.isRight('correct horse', stored)).toBe(true)
  expect(await passwords.isRight('another one', stored)).toBe(false)
})

test('a password that can be typed in two ways is one', async () => {
  const stored = await passwords.hash('caf\u00e9 au lait, s\u2019il vous pla\u00eet')
  expect(await passwords.isRight('cafe\u0301 au lait, s\u2019il vous plai\u0302t', stored)).toBe(true)
})

test('nobody has no password', async () => {
  expect(await passwords.isRight('', null)).toBe(false)
})

test('two are hashed at once; whoever comes third is told to come back, and may', async () => {
  const asked = await Promise.allSettled(Array.from({ length: 5 }, () => passwords.isRight('x', null)))
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
  const refused = asked.flatMap(one => (one.status === 'rejected' ? [one.reason] : []))
  expect(refused).toHaveLength(3)
  for (const reason of refused)
    expect(reason).toMatchObject({ kind: 'unavailable', code: 'overloaded', retryAt: now + 1000 })
  expect(await passwords.isRight('x', null)).toBe(false)
})

test('a stored hash that asks for more memory than is given is refused', async () => {
  await expect(passwords.isRight('x', 'scrypt$1073741824$8$1$c2FsdA$aGFzaA')).rejects.toThrow(/memory/i)
  expect(await passwords.isRight('x', null)).toBe(false)
})
