import type { AuditEntry } from '../../src/domain/audit'
import { jobStates } from '../../src/domain/job'
import { discardJob, type Operator, type ReplayParts, replayJob } from '../../src/flows/replay'
import { buildJob } from '../builders/rows'
import { buildUpdate } from '../builders/soar-commands'
import { type DeliveryDesk, openDeliveryDesk } from '../support/delivery-desk'
import { type OpenedStore, openStore } from '../support/open-store'

let store: OpenedStore
let desk: DeliveryDesk
let parts: ReplayParts
let woken: string[]
let recorded: AuditEntry[]

const by = (id: string, visible: string[] | null = null): Operator => ({ id, visible })

beforeAll(async () => {
  store = await openStore()
})
beforeEach(async () => {
  desk = await openDeliveryDesk(store)
  woken = []
  recorded = []
  const record: ReplayParts['record'] = (entry, change) => {
    recorded.push(entry)
    return store.db.write(change)
  }
  parts = { ...desk.parts, db: store.db, record, ledger: desk.ledger, wake: lane => woken.push(lane) }
  store.raw.exec('update lanes set wanted = 0')
})
afterAll(() => store.close())

const wanted = () => store.rows('select lane, wanted from lanes')
const told = () => desk.events.map(({ name, fields }) => [name, (fields as { caller?: string }).caller])

describe('an operator', () => {
  test('replays a dead job: it waits, its lane is wanted and woken, and who did it is told', async () => {
    const { id } = await desk.store(buildJob({ state: 'dead', tries: 8, reason: 'refused', sentAt: 5 }))
    const job = await replayJob(parts, id, by('key-1'))
    expect(job).toMatchObject({ id, state: 'waiting', tries: 0, reason: null, sentAt: 5 })
    expect(wanted()).toEqual([{ lane: 'jira/10042', wanted: 1 }])
    expect(woken).toEqual(['jira/10042'])
    expect(told()).toEqual([['job.replayed', 'key-1']])
  })

  test('gives a dead creation up, with what waits behind it', async () => {
    const { id } = await desk.store(buildJob({ state: 'dead' }))
    const behind = await desk.store(buildJob({ command: buildUpdate() }))
    expect(await discardJob(parts, id, by('key-1'))).toMatchObject({ id, state: 'discarded' })
    expect(await desk.job(behind.id)).toMatchObject({ state: 'superseded' })
    expect(woken).toEqual(['jira/10042'])
    expect(told()).toEqual([['job.discarded', 'key-1']])
  })

  test('is written down with what was done, and for whom', async () => {
    const { id } = await desk.store(buildJob({ state: 'dead' }))
    await replayJob(parts, id, by('key-1'))
    const detail = { kind: 'create-container', lane: 'jira/10042' }
    expect(recorded).toEqual([{ tenant: 'default', caller: 'key-1', action: 'job.replayed', subject: id, detail }])
  })

  test.each([
    ['replay', replayJob],
    ['discard', discardJob],
  ])('cannot %s a job of a connection that they do not see', async (_, act) => {
    const { id } = await desk.store(buildJob({ state: 'dead' }))
    await expect(act(parts, id, by('key-1', ['servicenow']))).rejects.toMatchObject({ code: 'job-unknown' })
    expect(await desk.job(id)).toMatchObject({ state: 'dead' })
    expect(await act(parts, id, by('key-1', ['jira']))).toMatchObject({ id })
  })

  test.each([
    ['replay', replayJob],
    ['discard', discardJob],
  ])('cannot %s what does not exist, or is not dead', async (_, act) => {
    await expect(act(parts, 'no-such-job', by('key-1'))).rejects.toMatchObject({
      kind: 'not-found',
      code: 'job-unknown',
    })
    for (const state of jobStates.filter(one => one !== 'dead')) {
      const { id } = await desk.store(buildJob({ state }))
      await expect(act(parts, id, by('key-1'))).rejects.toMatchObject({ kind: 'conflict', code: 'job-not-dead' })
      expect(await desk.job(id)).toMatchObject({ state })
    }
    expect(woken).toEqual([])
    expect(told()).toEqual([])
  })

  test('who presses at the same time as another acts once; the other is told', async () => {
    const { id } = await desk.store(buildJob({ state: 'dead' }))
    const acts = [
      replayJob(parts, id, by('key-1')),
      discardJob(parts, id, by('key-2')),
      replayJob(parts, id, by('key-3')),
    ]
    const ends = await Promise.allSettled(acts)
    expect(ends.filter(end => end.status === 'fulfilled')).toHaveLength(1)
    expect(ends.filter(end => end.status === 'rejected' && end.reason.code === 'job-not-dead')).toHaveLength(2)
    expect(told()).toHaveLength(1)
  })
})
