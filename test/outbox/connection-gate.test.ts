import { BridgeError } from '../../src/errors'
import { createConnectionGate, type GateParts } from '../../src/outbox/connection-gate'
import { createManualClock } from '../support/manual-clock'
import { type Deferred, defer, runTurns } from '../support/turns'

const probeEveryMs = 30_000

function openGate(changes: Partial<GateParts> = {}) {
  const clock = createManualClock()
  const probes: { at: number; answer: Deferred<void> }[] = []
  const told: string[] = []
  const gate = createConnectionGate({
    connections: ['soar', 'jira'],
    clock,
    probeEveryMs,
    probe: () => {
      const answer = defer()
      probes.push({ at: clock.now(), answer })
      return answer.promise
    },
    onPaused: (connection, { code }) => told.push(`${connection} paused: ${code}`),
    onResumed: (connection, pausedMs) => told.push(`${connection} resumed after ${pausedMs}`),
    random: () => 0.999999,
    ...changes,
  })
  /** Answers the probes that are under way. */
  const answer = async (error?: unknown) => {
    for (const probe of probes.splice(0)) error === undefined ? probe.answer.resolve() : probe.answer.reject(error)
    await runTurns()
  }
  const start = async () => {
    gate.start()
    await answer()
    told.length = 0
  }
  return { gate, clock, probes, told, answer, start }
}

const unreachable = new BridgeError('unavailable', 'cannot be reached', { code: 'unreachable' })
const timeout = new BridgeError('unavailable', 'no whole answer in time', { code: 'timeout', effect: 'unknown' })
const denied = new BridgeError('denied', 'not our credentials', { code: 'login-refused' })
const throttled = (retryAt: number) => new BridgeError('unavailable', 'slower', { code: 'throttled', retryAt })

describe('the gate of connections', () => {
  test('holds everything until each connection answered its first probe', async () => {
    const { gate, probes, told } = openGate()
    expect(gate.paused()).toEqual(['soar', 'jira'])
    gate.start()
    probes[0]?.answer.resolve()
    await runTurns()
    expect(gate.paused()).toEqual(['jira'])
    expect(told).toEqual(['soar resumed after 0'])
  })

  test('pauses a connection that cannot be reached, without asking it again, and tells once', async () => {
    const { gate, told, probes, start } = openGate()
    await start()
    expect(await gate.report('soar', unreachable)).toBe(false)
    expect(await gate.report('soar', unreachable)).toBe(false)
    expect(gate.isOpen('soar')).toBe(false)
    expect(gate.isOpen('jira')).toBe(true)
    expect(gate.state('soar')).toMatchObject({ code: 'unreachable', reason: 'cannot be reached' })
    expect(told).toEqual(['soar paused: unreachable'])
    expect(probes).toEqual([])
  })

  test('probes a paused connection again and again, ever slower, at least every so often', async () => {
    const { gate, clock, probes, answer, start } = openGate()
    await start()
    await gate.report('soar', unreachable)
    const pauses: number[] = []
    for (let times = 0; times < 10; times += 1) {
      const from = clock.now()
      clock.advance((gate.state('soar').probeAt ?? 0) - from - 1)
      expect(probes).toHaveLength(0)
      clock.advance(1)
      expect(probes).toHaveLength(1)
      pauses.push(clock.now() - from)
      await answer(unreachable)
    }
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b))
    expect(pauses[0]).toBeLessThanOrEqual(1_000)
    expect(pauses.at(-1)).toBe(probeEveryMs)
  })

  test('opens with the first probe that is answered, and begins anew with the next trouble', async () => {
    const { gate, clock, told, answer, start } = openGate()
    await start()
    await gate.report('soar', unreachable)
    clock.advance(1_000)
    await answer(unreachable)
    clock.advance(2_000)
    await answer()
    expect(gate.isOpen('soar')).toBe(true)
    expect(told).toEqual(['soar paused: unreachable', 'soar resumed after 3000'])
    await gate.report('soar', unreachable)
    expect((gate.state('soar').probeAt ?? 0) - clock.now()).toBeLessThanOrEqual(1_000)
  })

  test('stays away as long as it was asked to', async () => {
    const { gate, clock, probes, start } = openGate()
    await start()
    const until = clock.now() + 600_000
    await gate.report('soar', throttled(until))
    expect(gate.state('soar').probeAt).toBe(until)
    clock.advance(599_999)
    expect(probes).toEqual([])
    clock.advance(1)
    expect(probes).toHaveLength(1)
  })

  test('stays away longer where a later answer asks for it', async () => {
    const { gate, clock, probes, told, start } = openGate()
    await start()
    await gate.report('soar', throttled(clock.now() + 1_000))
    await gate.report('soar', throttled(clock.now() + 60_000))
    await gate.report('soar', throttled(clock.now() + 2_000))
    clock.advance(59_999)
    expect(probes).toEqual([])
    expect(told).toEqual(['soar paused: throttled'])
  })

  test('asks the connection itself about any other trouble: where it answers, the trouble is the job’s own', async () => {
    const { gate, told, answer, start } = openGate()
    await start()
    const isHealthy = gate.report('soar', timeout)
    await answer()
    expect(await isHealthy).toBe(true)
    expect(gate.isOpen('soar')).toBe(true)
    expect(told).toEqual([])
  })

  test('pauses a connection that refuses our credentials to its probe too', async () => {
    const { gate, told, answer, start } = openGate()
    await start()
    const isHealthy = gate.report('soar', denied)
    await answer(denied)
    expect(await isHealthy).toBe(false)
    expect(told).toEqual(['soar paused: login-refused'])
  })

  test('shares one probe among all who report meanwhile', async () => {
    const { gate, probes, answer, start } = openGate()
    await start()
    const reports = Array.from({ length: 20 }, () => gate.report('soar', timeout))
    expect(probes).toHaveLength(1)
    await answer(timeout)
    expect(new Set(await Promise.all(reports))).toEqual(new Set([false]))
  })

  test('tells of a paused connection again only where its trouble became another one', async () => {
    const { gate, clock, told, answer, start } = openGate()
    await start()
    await gate.report('soar', unreachable)
    for (const error of [unreachable, denied, denied]) {
      clock.advance(probeEveryMs)
      await answer(error)
    }
    expect(told).toEqual(['soar paused: unreachable', 'soar paused: login-refused'])
  })

  test('takes a probe that trips over its own feet for a paused connection', async () => {
    const { gate, answer } = openGate()
    gate.start()
    await answer(new TypeError('undefined is not a function'))
    expect(gate.state('soar')).toMatchObject({ isOpen: false, code: 'probe-failed' })
    expect(gate.state('soar').reason).not.toContain('undefined is not')
  })

  test('keeps the time since it is paused while the trouble changes', async () => {
    const { gate, clock, answer, start } = openGate()
    await start()
    await gate.report('soar', unreachable)
    const since = clock.now()
    clock.advance(probeEveryMs)
    await answer(denied)
    expect(gate.state('soar').since).toBe(since)
  })

  test('probes nothing once it was stopped', async () => {
    const { gate, clock, probes, told, start } = openGate()
    await start()
    await gate.report('soar', unreachable)
    gate.stop()
    clock.advance(10 * probeEveryMs)
    expect(probes).toEqual([])
    expect(told).toEqual(['soar paused: unreachable'])
  })

  test('spreads its probes by chance, never beyond the longest pause', async () => {
    const { gate, clock, start } = openGate({ random: () => 0 })
    await start()
    await gate.report('soar', unreachable)
    expect((gate.state('soar').probeAt ?? 0) - clock.now()).toBe(500)
  })
})
