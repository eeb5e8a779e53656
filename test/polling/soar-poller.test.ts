import { createSoarPoller, type SoarPoller } from '../../src/polling/soar-poller'
import { createManualClock, type ManualClock } from '../support/manual-clock'

let clock: ManualClock
let looks: (() => void)[]
let isOpen: boolean
let poller: SoarPoller

beforeEach(() => {
  clock = createManualClock()
  looks = []
  isOpen = true
  poller = createSoarPoller({
    soarConnections: ['soar'],
    clock,
    everyMs: 1000,
    isOpen: () => isOpen,
    look: () => new Promise(resolve => void looks.push(resolve)),
  })
})

async function finish(index: number): Promise<void> {
  looks[index]?.()
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
}

describe('the poller', () => {
  test('looks at its start, and again some time after each look', async () => {
    poller.start()
    await finish(0)
    expect(looks).toHaveLength(1)
    clock.advance(1000)
    expect(looks).toHaveLength(2)
  })

  test('looks at once where there is news, and once for many calls', async () => {
    poller.start()
    for (let call = 0; call < 5; call += 1) poller.wake('soar')
    expect(looks).toHaveLength(1)
    await finish(0)
    expect(looks).toHaveLength(2)
    await finish(1)
    expect(looks).toHaveLength(2)
  })

  test('leaves a paused SOAR alone, and comes back', async () => {
    isOpen = false
    poller.start()
    await finish(0)
    expect(looks).toHaveLength(0)
    isOpen = true
    clock.advance(1000)
    expect(looks).toHaveLength(1)
  })

  test('knows no other SOAR', () => {
    poller.wake('elsewhere')
    expect(looks).toHaveLength(0)
  })

  test('ends with the look under way', async () => {
    poller.start()
    let hasEnded = false
    const ending = poller.stop().then(() => {
      hasEnded = true
    })
    await finish(5)
    expect(hasEnded).toBe(false)
    await finish(0)
    await ending
    clock.advance(5000)
    poller.wake('soar')
    expect(looks).toHaveLength(1)
  })
})
