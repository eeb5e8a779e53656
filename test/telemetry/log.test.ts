import { BridgeError, errorKinds } from '../../src/errors'
import { createLog, type Log, type LogFields } from '../../src/telemetry/log'

const secret = 'SECRET-canary-"quoted"'
const body = 'BODY-canary'

function setUp(level: 'debug' | 'info' | 'silent' = 'debug') {
  const lines: string[] = []
  const log = createLog({ level, secrets: [secret], destination: { write: line => lines.push(line) } })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? 'null') }
}

test('a line is one JSON object with its level, its time, its message and flat fields', () => {
  const { log, lines, last } = setUp()
  log.warn('webhook.refused', { connection: 'jira', status: 401, isFirst: true, nothing: null, absent: undefined })
  expect(lines).toHaveLength(1)
  expect(lines[0]?.endsWith('}\n')).toBe(true)
  expect(last()).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    message: 'webhook.refused',
    connection: 'jira',
    status: 401,
    isFirst: true,
    nothing: null,
  })
})

test('lines below the level are not written', () => {
  const { log, lines } = setUp('info')
  log.debug('quiet')
  log.info('heard')
  expect(lines).toHaveLength(1)
  const silent = setUp('silent')
  silent.log.error('quiet')
  expect(silent.lines).toEqual([])
})

test('what is no scalar is left out, and no field takes the place of the own ones', () => {
  const { log, last } = setUp()
  const fields = {
    request: { body },
    list: [body],
    call: () => body,
    big: 1n,
    sign: Symbol(body),
    level: 'x',
    message: 'y',
  }
  log.info('hello', fields as unknown as LogFields)
  expect(Object.keys(last())).toEqual(['level', 'time', 'message'])
  expect(last()).toMatchObject({ level: 'info', message: 'hello' })
})

test('a field is cut at 2 KB, and no half of a secret stays at the cut', () => {
  const { log, last, lines } = setUp()
  log.info('x'.repeat(5000), { long: `${'y'.repeat(2048 - 6)}${secret}${'z'.repeat(100)}` })
  expect(last().message).toBe(`${'x'.repeat(2048)}… (cut)`)
  expect(last().long.length).toBeLessThan(2100)
  log.info('failed', {}, new Error(`${'y'.repeat(2048 - 6)}${secret}${'z'.repeat(100)}`))
  expect(last().error.message.length).toBeLessThan(2100)
  expect(lines.join()).not.toContain('SECRET')
})

test('line breaks in a field do not make a second line', () => {
  const { log, lines } = setUp()
  log.info('a\nb', { field: 'c\r\n{"level":"error"}' })
  expect(lines.join('').trimEnd().split('\n')).toHaveLength(1)
})

/** As HTTP clients raise them: with everything that was sent and answered. */
function anAxiosLikeError(): Error {
  const config = {
    url: `https://u:${secret}@soar.example.com`,
    headers: { Authorization: `Basic ${secret}` },
    data: body,
  }
  return Object.assign(new Error('Request failed with status code 401'), {
    name: 'AxiosError',
    code: 'ERR_BAD_REQUEST',
    config,
    request: { path: `/?token=${secret}`, _header: `ph-auth-token: ${secret}` },
    response: { status: 401, data: body, headers: { 'set-cookie': [secret] }, config },
    toJSON: () => ({ config }),
  })
}

function raised(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}

const failures: [string, unknown][] = [
  ...errorKinds.map((kind): [string, unknown] => [
    `a BridgeError of kind ${kind}`,
    new BridgeError(kind, `refused ${secret}`, { cause: anAxiosLikeError(), mistakes: [{ path: 'a', message: body }] }),
  ]),
  ['an error of an HTTP client', anAxiosLikeError()],
  ['an error around it', new Error('delivery failed', { cause: anAxiosLikeError() })],
  ['an aggregate', new AggregateError([anAxiosLikeError()], 'all failed')],
  ['a message with the secret', new Error(`connect to ${secret} failed`)],
  ['a message with the secret as JSON', new Error(JSON.stringify({ token: secret }))],
  ['a message with the secret in an address', new Error(`GET /?t=${encodeURIComponent(secret)}`)],
  ['JSON that is none', raised(() => JSON.parse(`${body} ${secret}`))],
  ['a name that is no word', Object.assign(new Error('x'), { name: `Error ${body}`, code: { body } })],
  ['a code that is no word', Object.assign(new Error('x'), { code: `${body} ${secret}` })],
  ['a thrown text', `${body} ${secret}`],
  ['a thrown object', { config: { headers: secret }, message: body }],
  ['a thrown null', null],
  ['an error that causes itself', Object.assign(new Error('loop'), {})],
]
const loop = failures.at(-1)?.[1] as Error
loop.cause = loop

describe('neither secrets nor bodies reach a line from', () => {
  test.each(failures)('%s', (_, failure) => {
    for (const level of ['debug', 'info', 'warn', 'error'] as const satisfies (keyof Log)[]) {
      const { log, lines, last } = setUp()
      log[level]('delivery failed', { connection: 'soar', detail: `sent ${secret}` }, failure)
      expect(lines).toHaveLength(1)
      expect(lines[0]).not.toContain('SECRET')
      expect(lines[0]).not.toContain(body)
      expect(lines[0]?.length).toBeLessThan(4096)
      expect(last()).toMatchObject({ level, detail: 'sent ***', error: { message: expect.any(String) } })
    }
  })
})

test('an expected error is told by kind, code and message; its cause by name and code', () => {
  const { log, last } = setUp()
  log.warn(
    'failed',
    {},
    new BridgeError('unavailable', 'SOAR does not answer', { code: 'timeout', cause: anAxiosLikeError() }),
  )
  expect(last().error).toEqual({
    name: 'BridgeError',
    kind: 'unavailable',
    code: 'timeout',
    message: 'SOAR does not answer',
    causes: 'AxiosError ERR_BAD_REQUEST',
  })
})

test('an unexpected error is told with the place it comes from', () => {
  const { log, last } = setUp()
  log.error('failed', {}, new TypeError('x is not a function\n    at forged (line)'))
  expect(last().error).toMatchObject({ name: 'TypeError', message: expect.stringContaining('x is not a function') })
  expect(last().error.stack).toMatch(/log\.test/)
})

test('an error of another realm is told like any other', () => {
  const { log, last } = setUp()
  log.error(
    'failed',
    {},
    raised(() => require('node:fs').readFileSync('/nowhere/at/all')),
  )
  expect(last().error).toMatchObject({ name: 'Error', code: 'ENOENT' })
})
