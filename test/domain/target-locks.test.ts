import { createTargetLocks } from '../../src/domain/target-locks'
import { defer, runTurns } from '../support/turns'

describe('the locks of targets', () => {
  test('let one task at a time to a target, in the order they came', async () => {
    const locks = createTargetLocks()
    const journal: string[] = []
    const gates = [defer(), defer(), defer()]
    const tasks = gates.map((gate, number) =>
      locks.run('soar/7', async () => {
        journal.push(`${number} begins`)
        await gate.promise
        journal.push(`${number} ends`)
        return number
      }),
    )
    for (const gate of [...gates].reverse()) {
      gate.resolve()
      await runTurns()
    }
    expect(await Promise.all(tasks)).toEqual([0, 1, 2])
    expect(journal).toEqual(['0 begins', '0 ends', '1 begins', '1 ends', '2 begins', '2 ends'])
  })

  test('keep no target waiting for another', async () => {
    const locks = createTargetLocks()
    const stuck = defer()
    const first = locks.run('soar/7', () => stuck.promise)
    expect(await locks.run('soar/8', async () => 'done')).toBe('done')
    stuck.resolve()
    await first
  })

  test('go on after a task that failed, whose failure is its own', async () => {
    const locks = createTargetLocks()
    const failing = locks.run('soar/7', () => Promise.reject(new Error('refused')))
    const next = locks.run('soar/7', async () => 'done')
    await expect(failing).rejects.toThrow('refused')
    expect(await next).toBe('done')
  })

  test('let a task in at once where the one before is done', async () => {
    const locks = createTargetLocks()
    await locks.run('soar/7', async () => {})
    await runTurns()
    expect(await locks.run('soar/7', async () => 'done')).toBe('done')
  })
})
