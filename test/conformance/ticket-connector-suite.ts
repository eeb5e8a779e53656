import type { TicketConnector } from '../../src/connectors/connector'
import type { JsonObject } from '../../src/domain/json'
import type { TicketStateChange } from '../../src/domain/ticket'
import { isBridgeError } from '../../src/errors'
import { failureOf } from '../support/http-client-stage'
import type { ReceivedPush } from '../support/push-receiver'
import { cases, expired, titleOf, treatedApart } from './expected-failures'
import type { TicketWrite } from './ticket-writer-suite'

/** One ticketing system for the suite: its sandbox, filled by hand, and the connector to it. */
export interface TicketSubject {
  connector: TicketConnector
  /** The same with credentials that are none. */
  stranger: TicketConnector
  /** Files a ticket whose title is this. */
  file(title: string): Promise<FiledTicket>
  retitle(ticket: FiledTicket, title: string): Promise<void>
  remove(ticket: FiledTicket): Promise<void>
  /** The title as the vendor's field holds it. */
  titleOf(state: TicketStateChange): unknown
  /** An id of the right shape that no ticket has, and a key. */
  unknown: { id: string; key: string }
  /** All that was pushed so far. */
  pushes(): Promise<ReceivedPush[]>
  signatureHeader: string
  scenario(wish: Record<string, unknown>): Promise<unknown>
  scenarioNames(): Promise<string[]>
  requestCount(): Promise<number>
  /** What it can be asked to write. */
  writes: TicketWrite[]
  close(): Promise<void>
}

export interface FiledTicket {
  id: string
  key: string
  collection?: string
}

/** What every ticketing connector promises (src/connectors/connector.ts), held against its sandbox. */
export function describeTicketConnector(title: string, open: () => Promise<TicketSubject>): void {
  describe(title, () => {
    let subject: TicketSubject

    describe('by itself', () => {
      beforeEach(async () => {
        subject = await open()
      })
      afterEach(() => subject.close())

      describeReading(() => subject)
      describePushes(() => subject)
    })

    describe('in trouble', () => {
      beforeAll(async () => {
        subject = await open()
      })
      beforeEach(() => subject.scenario({ name: 'clear' }))
      afterAll(() => subject.close())

      describeFailures(() => subject)
    })
  })
}

type Given = () => TicketSubject

function describeReading(given: Given): void {
  test('probes, and is denied with credentials that are none', async () => {
    const { connector, stranger } = given()
    await connector.probe()
    expect(await failureOf(stranger.probe())).toMatchObject({ kind: 'denied', effect: 'none' })
  })

  test('reads a ticket whole, by its id, with or without its collection', async () => {
    const { connector, file, titleOf: title } = given()
    const filed = await file('Odd login')
    const { id, key } = filed
    const state = await connector.readTicket(filed)
    expect(state).toMatchObject({ kind: 'ticket-state', complete: true, key, url: expect.stringMatching(/^https?:/) })
    expect(state && title(state)).toBe('Odd login')
    expect(state?.version.at).toBeGreaterThan(0)
    expect(await connector.readTicket({ id })).toEqual(state)
  })

  test('reads a newer version after a change', async () => {
    const { connector, file, retitle, titleOf: title } = given()
    const filed = await file('Odd login')
    const before = await connector.readTicket(filed)
    await retitle(filed, 'Odd login, again')
    const after = await connector.readTicket(filed)
    expect(after && title(after)).toBe('Odd login, again')
    const [old, now] = [before?.version ?? { at: 0 }, after?.version ?? { at: 0 }]
    expect(now.at > old.at || (now.at === old.at && (now.counter ?? 0) > (old.counter ?? 0))).toBe(true)
  })

  test('answers null for what is not there, and asks nothing for what is no id', async () => {
    const { connector, unknown, file, remove, requestCount } = given()
    expect(await connector.readTicket({ id: unknown.id })).toBeNull()
    expect(await connector.resolveTicketId({ key: unknown.key })).toBeNull()
    const filed = await file('Short-lived')
    await remove(filed)
    expect(await connector.readTicket(filed)).toBeNull()
    const before = await requestCount()
    expect(await connector.readTicket({ id: '../../admin' })).toBeNull()
    expect(await connector.resolveTicketId({ key: 'a^b=c' })).toBeNull()
    expect(await requestCount()).toBe(before)
  })

  test('finds the id behind a key', async () => {
    const { connector, file } = given()
    await file('Other')
    const { id, key, collection } = await file('Odd login')
    expect(await connector.resolveTicketId({ key })).toMatchObject({ id })
    expect(await connector.resolveTicketId({ key, ...(collection !== undefined && { collection }) })).toMatchObject({
      id,
    })
  })
}

function describePushes(given: Given): void {
  test('knows what its system pushes: who sent it, which ticket, and what happened', async () => {
    const { connector, file, retitle, remove, pushes, signatureHeader, titleOf: title } = given()
    const filed = await file('Odd login')
    await retitle(filed, 'Odd login, again')
    await remove(filed)
    const received = await pushes()
    expect(received.length).toBeGreaterThanOrEqual(3)
    const titles = []
    for (const { raw, headers, body } of received) {
      const header = String(headers[signatureHeader])
      expect(connector.webhook.signature(header, raw)).toBe(true)
      expect(connector.webhook.signature(header, Buffer.concat([raw, Buffer.from(' ')]))).toBe(false)
      expect(connector.webhook.secret('guess') || connector.webhook.basic('guess', 'guess')).toBe(false)
      expect(connector.identify(body)).toMatchObject({ isAboutTicket: true, ticketId: filed.id })
      for (const change of connector.normalize(body, 5).changes) {
        if (change.kind === 'ticket-state') titles.push(title(change))
      }
    }
    expect(titles).toEqual(expect.arrayContaining(['Odd login', 'Odd login, again']))
  })

  test('says of a push what it says of the ticket it reads', async () => {
    const { connector, file, pushes, titleOf: title } = given()
    const filed = await file('Odd login')
    const read = await connector.readTicket(filed)
    const [push] = await pushes()
    const [change] = connector.normalize(push?.body, 5).changes
    expect(change?.kind).toBe('ticket-state')
    const pushed = change as TicketStateChange
    expect(pushed.key).toBe(read?.key)
    expect(pushed.version).toEqual(read?.version)
    expect(title(pushed)).toBe('Odd login')
  })

  test('takes any body without raising', async () => {
    const { connector, file, pushes } = given()
    await file('Odd login')
    const [push] = await pushes()
    for (const body of [...hostileBodies, ...distort(push?.body)]) {
      expect(typeof connector.identify(body).isAboutTicket).toBe('boolean')
      expect(Array.isArray(connector.normalize(body, 5).changes)).toBe(true)
    }
  })
}

const hostileBodies: JsonObject[] = [
  {},
  { issue: null, webhookEvent: 7 },
  { issue: { id: {}, key: [], fields: 'none' } },
  { sys_id: 7, number: null, table: {}, record: [] },
  { record: { sys_id: { value: [] } }, operation: {} },
]

/** The body with one of its parts, at any depth, in turn gone, null, a text, a number or a list. */
function distort(body: JsonObject): JsonObject[] {
  const distorted: JsonObject[] = []
  const visit = (value: unknown, path: string[]): void => {
    if (typeof value !== 'object' || value === null || path.length > 3) return
    for (const [name, part] of Object.entries(value)) {
      for (const wrong of [undefined, null, 'x', 7, [], {}]) distorted.push(replaceAt(body, [...path, name], wrong))
      visit(part, [...path, name])
    }
  }
  visit(body, [])
  return distorted
}

function replaceAt(body: JsonObject, path: string[], value: unknown): JsonObject {
  const copy = structuredClone(body)
  const holder = path.slice(0, -1).reduce<ReturnType<typeof JSON.parse>>((part, name) => part[name], copy)
  const last = path.at(-1) ?? ''
  if (value === undefined) delete holder[last]
  else holder[last] = value
  return copy
}

function describeFailures(given: Given): void {
  test.each(cases.map(each => [titleOf(each.scenario), each] as const))('takes %s for what it is', async (_, each) => {
    const { connector, file, scenario, titleOf: title } = given()
    const filed = await file('Odd login')
    const whole = await connector.readTicket(filed)
    await scenario(each.scenario)
    if (each.read === null) {
      await connector.probe()
      const read = await connector.readTicket(filed)
      expect([read?.version, read?.key, read && title(read)]).toEqual([whole?.version, whole?.key, 'Odd login'])
      expect(await connector.resolveTicketId({ key: filed.key })).toMatchObject({ id: filed.id })
      return
    }
    const expected = { ...each.read, effect: 'none' }
    expect(await failureOf(connector.probe())).toMatchObject(expected)
    expect(await failureOf(connector.readTicket(filed))).toMatchObject(expected)
    expect(await failureOf(connector.resolveTicketId({ key: filed.key }))).toMatchObject(expected)
  })

  test('tells when it was asked to come back', async () => {
    const { connector, scenario } = given()
    await scenario({ name: 'throttle', retryAfter: 90 })
    const { retryAt = 0 } = await failureOf(connector.probe())
    expect(Math.abs(retryAt - Date.now() - 90_000)).toBeLessThan(30_000)
  })

  test('takes expired credentials for what they are, not for a ticket that is gone', async () => {
    const { connector, file, scenario } = given()
    const filed = await file('Odd login')
    await scenario(expired)
    const denied = { kind: 'denied', effect: 'none' }
    expect(await failureOf(connector.probe())).toMatchObject(denied)
    expect(await failureOf(connector.readTicket(filed))).toMatchObject(denied)
    expect(await failureOf(connector.resolveTicketId({ key: filed.key }))).toMatchObject(denied)
  })

  test.each(['number-as-string', 'missing-field', 'null-object'])('reads no other ticket out of a %s', async drift => {
    const { connector, file, scenario } = given()
    const filed = await file('Odd login')
    for (let round = 0; round < 12; round += 1) {
      await scenario({ name: 'schema-drift', drift, times: 1 })
      const read = await connector.readTicket(filed).catch((error: unknown) => error)
      if (isBridgeError(read)) expect(read).toMatchObject({ kind: 'unavailable', effect: 'none' })
      else expect(read).toMatchObject({ kind: 'ticket-state', complete: true })
    }
  })

  test('every scenario of its sandbox is among these', async () => {
    const known = [...cases.map(each => each.scenario.name), ...treatedApart]
    expect(known).toEqual(expect.arrayContaining(await given().scenarioNames()))
  })
}
