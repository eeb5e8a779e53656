import { type ConnectionDoor, isProven, readBasic, webhookProofs } from '../../src/http/webhook-proof'

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
const door: ConnectionDoor = {
  system: 'jira',
  signature: (header, rawBody) => header === 'right' && rawBody.equals(body),
  secret: header => header === 'right',
  basic: (user, password) => user === 'right' && password === 'right',
}
const body = Buffer.from('{"a":1}')

const proofs: [scheme: string, headers: Record<string, string>][] = [
  ['jiraSignature', { 'x-hub-signature': 'right' }],
  ['servicenowSignature', { 'x-servicenow-signature': 'right' }],
  ['webhookSecret', { 'x-bridge-secret': 'right' }],
  ['webhookBasic', { authorization: basic('right:right') }],
]
const claim = (schemes: string[], headers: Record<string, string>, rawBody = body) =>
  isProven({ webhook: { schemes }, door, headers, rawBody })

describe('a webhook', () => {
  test.each(proofs)('is proven by %s where its door offers that', (scheme, headers) => {
    expect(claim([scheme], headers)).toBe(true)
    expect(claim(['webhookSecret', 'webhookBasic', scheme], headers)).toBe(true)
    const others = Object.keys(webhookProofs).filter(name => name !== scheme)
    expect(claim(others, headers)).toBe(false)
    expect(claim([], headers)).toBe(false)
  })

  test.each(proofs)('is not proven by %s that is wrong or missing', (scheme, right) => {
    const wrong = Object.fromEntries(Object.keys(right).map(name => [name, basic('right:wrong')]))
    for (const headers of [wrong, {}]) expect(claim([scheme], headers)).toBe(false)
  })

  test('is not proven by a scheme that nobody knows', () => {
    expect(claim(['nothing'], { 'x-hub-signature': 'right' })).toBe(false)
  })

  test('is proven for its own body only', () => {
    expect(claim(['jiraSignature'], { 'x-hub-signature': 'right' }, Buffer.from('{"a":1} '))).toBe(false)
  })
})
