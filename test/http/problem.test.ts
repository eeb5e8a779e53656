import { BridgeError, errorKinds } from '../../src/errors'
import { problemOf } from '../../src/http/problem'

const statuses: Record<(typeof errorKinds)[number], [status: number, title: string]> = {
  invalid: [400, 'Bad Request'],
  unauthenticated: [401, 'Unauthorized'],
  forbidden: [403, 'Forbidden'],
  'not-found': [404, 'Not Found'],
  conflict: [409, 'Conflict'],
  unavailable: [503, 'Service Unavailable'],
  rejected: [502, 'Bad Gateway'],
  denied: [502, 'Bad Gateway'],
  misconfigured: [500, 'Internal Server Error'],
}

describe('a problem', () => {
  test.each(errorKinds)('of the kind %s has its status, its code and what happened', kind => {
    const [status, title] = statuses[kind]
    const problem = problemOf(new BridgeError(kind, 'it happened', { code: 'such-and-such' }))
    expect(problem).toEqual({ type: 'about:blank', title, status, code: 'such-and-such', detail: 'it happened' })
  })

  test('has a status of its own where the caller could do better', () => {
    expect(problemOf(new BridgeError('invalid', 'no', { status: 413 }))).toMatchObject({
      status: 413,
      title: 'Content Too Large',
    })
    expect(problemOf(new BridgeError('not-found', 'no', { status: 405 }))).toMatchObject({ status: 405 })
  })

  test('has none of a system behind us', () => {
    expect(problemOf(new BridgeError('rejected', 'SOAR refused', { status: 418 })).status).toBe(502)
    expect(problemOf(new BridgeError('unavailable', 'SOAR is down', { status: 500 })).status).toBe(503)
  })

  test('lists every mistake with its place', () => {
    const mistakes = [{ path: '/a', message: 'must be a string' }]
    expect(problemOf(new BridgeError('invalid', 'no', { mistakes })).errors).toEqual(mistakes)
  })

  test.each<[status: number, code: string]>([
    [400, 'contract'],
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [404, 'no-such-path'],
    [405, 'method-not-allowed'],
    [413, 'contract'],
    [415, 'contract'],
  ])('of the contract’s validator (%i) has the code %s and none of its words', (status, code) => {
    const error = Object.assign(new Error('request/body must not have the-secret'), { status })
    const problem = problemOf(error)
    expect(problem).toMatchObject({ status, code })
    expect(JSON.stringify(problem)).not.toContain('the-secret')
  })

  test.each<[what: string, error: unknown]>([
    ['a bug', new TypeError('the-secret of undefined')],
    ['a text', 'the-secret'],
    ['a refusal of another kind', Object.assign(new Error('the-secret'), { status: 418 })],
  ])('says nothing of %s', (_, error) => {
    expect(problemOf(error)).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      code: 'unexpected',
    })
  })
})
