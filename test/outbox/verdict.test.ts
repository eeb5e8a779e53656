import fc from 'fast-check'
import { BridgeError, type ErrorKind, errorKinds } from '../../src/errors'
import { backoffMs, judge, judgeAbsent, type TryFacts } from '../../src/outbox/verdict'

const now = 1_000_000

function facts(changes: Partial<TryFacts> = {}): TryFacts {
  return { now, tries: 0, maxTries: 8, hasWritten: false, isConnectionHealthy: true, random: 0.5, ...changes }
}

const ownFaults: ErrorKind[] = ['invalid', 'not-found', 'conflict', 'forbidden', 'rejected', 'misconfigured']
const credentialKinds: ErrorKind[] = ['denied', 'unauthenticated']
const failed = (kind: ErrorKind, details = {}) => new BridgeError(kind, 'no', details)
const unclear = failed('unavailable', { code: 'timeout', effect: 'unknown' })

describe('the verdict', () => {
  test('knows every kind of failure', () => {
    expect([...ownFaults, ...credentialKinds, 'unavailable'].sort()).toEqual([...errorKinds].sort())
  })

  test.each(ownFaults)(
    'buries a job that was refused on its own account (%s), whether or not it had written before',
    kind => {
      for (const hasWritten of [false, true]) {
        expect(judge(failed(kind), facts({ hasWritten }))).toEqual({ to: 'dead', at: now, spendsTry: true })
      }
    },
  )

  test.each(credentialKinds)(
    'blames the credentials (%s) while the connection is not healthy, and the job once it is',
    kind => {
      expect(judge(failed(kind), facts({ isConnectionHealthy: false }))).toMatchObject({
        to: 'retry',
        spendsTry: false,
      })
      expect(judge(failed(kind), facts({ isConnectionHealthy: true }))).toMatchObject({ to: 'dead' })
    },
  )

  test.each<[what: string, error: BridgeError | undefined]>([
    ['an answer that proves nothing', unclear],
    ['a refusal that may have been applied', failed('rejected', { effect: 'unknown' })],
    ['a bug of ours after a write', undefined],
  ])('holds the fate of a write to be unknown after %s', (_, error) => {
    expect(judge(error, facts({ hasWritten: true }))).toMatchObject({ to: 'unknown', at: now })
  })

  test('holds nothing to be unknown where nothing was written', () => {
    expect(judge(unclear, facts({ hasWritten: false }))).toMatchObject({ to: 'retry' })
    expect(judge(undefined, facts({ hasWritten: false }))).toMatchObject({ to: 'retry', spendsTry: true })
  })

  test('sends again where the failure proves that nothing was applied, also after a write was announced', () => {
    const refusedConnection = failed('unavailable', { code: 'unreachable', effect: 'none' })
    expect(judge(refusedConnection, facts({ hasWritten: true }))).toMatchObject({ to: 'retry' })
  })

  test.each([
    ['an unhealthy connection', failed('unavailable'), { isConnectionHealthy: false }],
    ['an unhealthy connection and an unknown fate', unclear, { isConnectionHealthy: false, hasWritten: true }],
    ['being throttled', failed('unavailable', { code: 'throttled' }), { isConnectionHealthy: true }],
  ])('spends no try for %s, so that no outage kills a job', (_, error, changes) => {
    const verdict = judge(error, facts({ ...changes, tries: 7 }))
    expect(verdict.spendsTry).toBe(false)
    expect(verdict.to).not.toBe('dead')
  })

  test('buries a job with its last try, and not before', () => {
    const own = failed('unavailable', { code: 'server-error', status: 500 })
    expect(judge(own, facts({ tries: 6 }))).toMatchObject({ to: 'retry', spendsTry: true })
    expect(judge(own, facts({ tries: 7 }))).toMatchObject({ to: 'dead', spendsTry: true })
  })

  test('comes back no sooner than it was asked to', () => {
    const throttled = failed('unavailable', { code: 'throttled', retryAt: now + 60_000 })
    expect(judge(throttled, facts())).toMatchObject({ to: 'retry', at: now + 60_000 })
    expect(judge(failed('unavailable', { retryAt: 5 }), facts()).at).toBeGreaterThan(now)
  })

  test('sends an absent job again at once, or buries it where its tries are spent', () => {
    expect(judgeAbsent({ now, tries: 7, maxTries: 8 })).toEqual({ to: 'retry', at: now, spendsTry: false })
    expect(judgeAbsent({ now, tries: 8, maxTries: 8 })).toEqual({ to: 'dead', at: now, spendsTry: false })
  })

  test('never lets a byte that may have been applied be sent again or given up unseen', () => {
    const kinds = fc.constantFrom(...errorKinds)
    fc.assert(
      fc.property(kinds, fc.boolean(), fc.nat(20), (kind, isConnectionHealthy, tries) => {
        const error = failed(kind, { effect: 'unknown' })
        return judge(error, facts({ hasWritten: true, isConnectionHealthy, tries })).to === 'unknown'
      }),
    )
  })
})

describe('the pause between tries', () => {
  test.each([
    [0, 500, 1_000],
    [1, 500, 2_000],
    [4, 500, 16_000],
    [9, 500, 300_000],
    [1000, 500, 300_000],
  ])('after %i tries is from %i to %i ms, spread by chance', (tries, shortest, longest) => {
    expect(backoffMs({ tries, random: 0 })).toBe(shortest)
    expect(backoffMs({ tries, random: 0.999999 })).toBe(longest)
  })
})
