import { createHmac } from 'node:crypto'
import { areEqualSecrets, createWebhookVerifier, isSignedBy } from '../../src/domain/signature'

// The example of Jira's documentation of webhooks.
const secret = "It's a Secret to Everybody"
const body = Buffer.from('Hello World!')
const digest = 'a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9'

function sign(key: string, bytes: Buffer): string {
  return `sha256=${createHmac('sha256', key).update(bytes).digest('hex')}`
}

describe('isSignedBy', () => {
  test('accepts the example that the vendor publishes, in either case', () => {
    expect(isSignedBy([secret], `sha256=${digest}`, body)).toBe(true)
    expect(isSignedBy([secret], `sha256=${digest.toUpperCase()}`, body)).toBe(true)
  })

  test.each([
    ['a changed digit', `sha256=${digest.replace('a', 'b')}`],
    ['a missing digit', `sha256=${digest.slice(1)}`],
    ['a digit too many', `sha256=${digest}0`],
    ['something that is not hexadecimal', `sha256=${digest.replace('a', 'g')}`],
    ['another method', `sha1=${digest}`],
    ['no method', digest],
    ['nothing', ''],
    ['a line end', `sha256=${digest}\n`],
  ])('refuses %s', (_, header) => {
    expect(isSignedBy([secret], header, body)).toBe(false)
  })

  test('covers the raw bytes, not what they mean', () => {
    const header = sign(secret, Buffer.from('{"a":1}'))
    expect(isSignedBy([secret], header, Buffer.from('{"a": 1}'))).toBe(false)
  })

  test('accepts any of several secrets, so that one can be replaced without a gap', () => {
    expect(isSignedBy(['new', secret], `sha256=${digest}`, body)).toBe(true)
    expect(isSignedBy([secret, 'new'], `sha256=${digest}`, body)).toBe(true)
    expect(isSignedBy(['new', 'newer'], `sha256=${digest}`, body)).toBe(false)
  })

  test('refuses an empty secret, under which anyone could sign', () => {
    expect(isSignedBy([''], sign('', body), body)).toBe(false)
    expect(isSignedBy([], sign('', body), body)).toBe(false)
  })
})

describe('areEqualSecrets', () => {
  test('compares texts of any length', () => {
    expect(areEqualSecrets('hunter2', 'hunter2')).toBe(true)
    expect(areEqualSecrets('hunter2', 'hunter')).toBe(false)
    expect(areEqualSecrets('', 'hunter2')).toBe(false)
  })
})

describe('createWebhookVerifier', () => {
  test('opens each way that is set up', () => {
    const verifier = createWebhookVerifier({
      secrets: [secret],
      header: 'shared',
      basic: { user: 'jira', password: 'word' },
    })
    expect(verifier.signature(`sha256=${digest}`, body)).toBe(true)
    expect(verifier.secret('shared')).toBe(true)
    expect(verifier.secret('Shared')).toBe(false)
    expect(verifier.basic('jira', 'word')).toBe(true)
    expect(verifier.basic('jira', 'wordy')).toBe(false)
    expect(verifier.basic('root', 'word')).toBe(false)
  })

  test('keeps closed what is not set up, or set up empty', () => {
    for (const credentials of [{}, { secrets: [], header: '', basic: { user: '', password: '' } }]) {
      const verifier = createWebhookVerifier(credentials)
      expect(verifier.signature(sign('', body), body)).toBe(false)
      expect(verifier.secret('')).toBe(false)
      expect(verifier.basic('', '')).toBe(false)
    }
  })
})
