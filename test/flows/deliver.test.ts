import { BridgeError, isBridgeError } from '../../src/errors'
import { deliverJob } from '../../src/flows/deliver'
import { saveLink } from '../../src/store/links'
import { buildJob, buildLink, newYear } from '../builders/rows'
import { buildArtifact, buildCreate, buildUpdate } from '../builders/soar-commands'
import { type DeliveryDesk, openDeliveryDesk } from '../support/delivery-desk'
import { type OpenedStore, openStore } from '../support/open-store'
import { appliedAs, succeed } from '../support/scripted-soar'
import { defer, runTurns } from '../support/turns'

let store: OpenedStore
let desk: DeliveryDesk

beforeAll(async () => {
  store = await openStore()
})
beforeEach(async () => {
  desk = await openDeliveryDesk(store)
})
afterAll(() => store.close())

const told = (name: string) => desk.events.filter(event => event.name === name).map(event => event.fields)
const attempts = () => store.rows<Record<string, unknown>>('select * from attempts order by id')

describe('a delivered job', () => {
  test('is confirmed, and the link knows its container, what it holds and each artifact', async () => {
    const job = await desk.store(buildJob())
    desk.soar.onApply(succeed)
    await desk.deliver()
    expect(await desk.job(job.id)).toMatchObject({ state: 'confirmed', tries: 0, unknownAt: null })
    const { fields, ticketArtifact } = buildCreate()
    expect(await desk.link()).toMatchObject({
      containerId: '7',
      state: 'linked',
      base: { fields, ticketArtifact: { cef: ticketArtifact.cef }, ticketArtifactId: '102' },
    })
    const twins = store.rows('select kind, soar_side from twins order by soar_side')
    expect(twins).toEqual([
      { kind: 'observable', soar_side: '100' },
      { kind: 'observable', soar_side: '101' },
      { kind: 'ticket', soar_side: '102' },
    ])
    expect(told('link.linked')).toEqual([{ connection: 'jira', link: 'link-1', container: '7' }])
  })

  test('knows of a container that it made that it is no case, and of one that was there nothing', async () => {
    await desk.store(buildJob())
    desk.soar.onApply(succeed)
    await desk.deliver()
    expect((await desk.link()).container.isCase).toBe(false)

    desk = await openDeliveryDesk(store)
    await desk.store(buildJob())
    desk.soar.onApply(async (...given) => ({ ...(await succeed(...given)), wasThere: true }))
    await desk.deliver()
    expect((await desk.link()).container.isCase).toBeUndefined()
  })

  test('leaves its try in the timeline, with what was asked and answered', async () => {
    const job = await desk.store(buildJob())
    desk.soar.onApply(succeed)
    await desk.deliver()
    expect(attempts()).toMatchObject([{ job_id: job.id, purpose: 'apply', outcome: 'confirmed', code: null, fence: 1 }])
    const exchanges = [{ method: 'POST', path: '/rest/container', status: 200, ms: 3 }]
    expect(JSON.parse(String(attempts()[0]?.exchanges))).toEqual(exchanges)
  })

  test('reads a file of its ticket from the connection by its name of today', async () => {
    const ticketAttachment = { connection: 'renamed since', ticketId: '10042', attachmentId: '31' }
    const { containerId, sourceDataIdentifier } = buildUpdate()
    const file = { fileName: 'mail.eml', content: { ticketAttachment } }
    const command = { kind: 'add-attachment', containerId, sourceDataIdentifier, ...file } as const
    await desk.store(buildJob({ kind: command.kind, command }))
    desk.soar.onApply(async (sent, sending) => {
      expect(sent).toMatchObject({ content: { ticketAttachment: { ...ticketAttachment, connection: 'jira' } } })
      return succeed(sent, sending)
    })
    await desk.deliver()
    expect(attempts()).toMatchObject([{ outcome: 'confirmed' }])
  })

  test('was stored as being sent before its first byte left', async () => {
    const job = await desk.store(buildJob())
    const states: unknown[] = []
    desk.soar.onApply(async (command, sending) => {
      states.push((await desk.job(job.id)).state)
      await sending.beforeWrite()
      const { state, fence, sentAt } = await desk.job(job.id)
      states.push({ state, fence, sentAt })
      desk.clock.advance(10)
      await sending.beforeWrite()
      states.push((await desk.job(job.id)).sentAt)
      return appliedAs(command)
    })
    await desk.deliver()
    expect(states).toEqual(['waiting', { state: 'sending', fence: 1, sentAt: newYear }, newYear + 10])
  })

  test('needs no write where SOAR holds all of it already', async () => {
    const job = await desk.store(buildJob())
    desk.soar.onApply(async command => appliedAs(command))
    await desk.deliver()
    expect(await desk.job(job.id)).toMatchObject({ state: 'confirmed', sentAt: null })
  })

  test('goes to the container and the ticket artifact that became known since it was planned', async () => {
    desk = await openDeliveryDesk(store, { containerId: '42', base: { ...buildLink().base, ticketArtifactId: '21' } })
    const artifact = buildArtifact('ticket')
    const command = buildUpdate({ containerId: '', ticketArtifact: { id: null, artifact } })
    await desk.store(buildJob({ command }))
    desk.soar.onApply(succeed)
    await desk.deliver()
    expect(desk.soar.calls[0]?.command).toMatchObject({ containerId: '42', ticketArtifact: { id: '21', artifact } })
  })

  test('moves the base by what it set, and by nothing else', async () => {
    const fields = { ...buildCreate().fields, severity: 'low' }
    desk = await openDeliveryDesk(store, { containerId: '7', base: { ...buildLink().base, fields } })
    const command = buildUpdate({ set: { name: 'New name' }, tags: { add: ['vip'], remove: ['jira'] } })
    await desk.store(buildJob({ command }))
    desk.soar.onApply(succeed)
    await desk.deliver()
    expect((await desk.link()).base.fields).toEqual({ ...fields, name: 'New name', tags: ['vip'] })
  })

  test('tells what it left alone', async () => {
    const job = await desk.store(buildJob())
    desk.soar.onApply(async command => ({ ...appliedAs(command), notes: ['no such owner', 'no such status'] }))
    await desk.deliver()
    expect((await desk.job(job.id)).reason).toBe('no such owner; no such status')
  })
})

describe('a worker that lost its lane', () => {
  const isLost = (error: unknown) => isBridgeError(error) && error.code === 'lane-lost'

  test('sends nothing any more', async () => {
    const job = await desk.store(buildJob())
    let hasSent = false
    desk.soar.onApply(async (command, sending) => {
      await desk.takeOver()
      await sending.beforeWrite()
      hasSent = true
      return appliedAs(command)
    })
    expect(isLost(await desk.deliver().catch(error => error))).toBe(true)
    expect(hasSent).toBe(false)
    expect(await desk.job(job.id)).toMatchObject({ state: 'waiting', sentAt: null })
    expect(attempts()).toEqual([])
  })

  test('records nothing of what it sent before: its successor looks it up', async () => {
    const job = await desk.store(buildJob())
    desk.soar.onApply(async (command, sending) => {
      await sending.beforeWrite()
      await desk.takeOver()
      return appliedAs(command)
    })
    expect(isLost(await desk.deliver().catch(error => error))).toBe(true)
    expect(await desk.job(job.id)).toMatchObject({ state: 'unknown', reason: 'interrupted while sending' })
    expect(await desk.link()).toEqual(buildLink())
    expect(store.rows('select * from twins')).toEqual([])
    expect(told('link.linked')).toEqual([])
  })

  test('settles no failure either', async () => {
    const job = await desk.store(buildJob())
    desk.soar.onApply(async (_, sending) => {
      await sending.beforeWrite()
      await desk.takeOver()
      throw new BridgeError('rejected', 'refused')
    })
    expect(isLost(await desk.deliver().catch(error => error))).toBe(true)
    expect(await desk.job(job.id)).toMatchObject({ state: 'unknown' })
  })
})

describe('a result that cannot be stored', () => {
  test('leaves the job as being sent, so that it is looked up', async () => {
    const job = await desk.store(buildJob())
    const refused = new BridgeError('unavailable', 'the disk is full', { code: 'store-failed' })
    let writes = 0
    const write: typeof store.db.write = statements => {
      writes += 1
      return writes > 1 ? Promise.reject(refused) : store.db.write(statements)
    }
    desk.parts.db = { read: store.db.read, write }
    desk.soar.onApply(succeed)
    await expect(desk.deliver()).rejects.toBe(refused)
    expect(await desk.job(job.id)).toMatchObject({ state: 'sending' })
    await desk.takeOver()
    expect(await desk.job(job.id)).toMatchObject({ state: 'unknown' })
  })
})

describe('two lanes on one container', () => {
  test('never write at the same time', async () => {
    desk = await openDeliveryDesk(store, { containerId: '7' })
    const other = buildLink({ id: 'link-2', ticketId: '10043', containerId: '7' })
    await store.db.write([saveLink(store.db.read, other, null), desk.ledger.raiseLane('jira/10043', 'jira')])
    const otherHold = await desk.ledger.acquireLane('jira/10043', 'worker-1')
    if (otherHold === null) throw new Error('the lane is free')
    const first = await desk.store(buildJob({ command: buildUpdate() }))
    const second = buildJob({ command: buildUpdate(), lane: 'jira/10043', linkId: 'link-2', target: 'soar/other' })
    await desk.store(second)
    const mayEnd = defer()
    const journal: string[] = []
    desk.soar.onApply(async command => {
      journal.push('begins')
      await mayEnd.promise
      journal.push('ends')
      return appliedAs(command)
    })
    const both = [deliverJob(desk.parts, first, desk.hold), deliverJob(desk.parts, second, otherHold)]
    await runTurns(30)
    expect(journal).toEqual(['begins'])
    mayEnd.resolve()
    await Promise.all(both)
    expect(journal).toEqual(['begins', 'ends', 'begins', 'ends'])
  })
})
