import type { Sending, TicketConnector } from '../../src/connectors/connector'
import type { TicketCommand } from '../../src/domain/command'
import { isBridgeError } from '../../src/errors'
import { failureOf } from '../support/http-client-stage'
import { waitUntil } from '../support/wait-until'
import { cases, expired, titleOf } from './expected-failures'
import type { FiledTicket, TicketSubject } from './ticket-connector-suite'

/** One command that a ticketing system takes, and how to see in its sandbox what came of it. */
export interface TicketWrite {
  title: string
  command(ticket: FiledTicket): TicketCommand
  /** The request that writes: what the scenarios strike. */
  strikes: { method: string; path: string }
  /** That request is answered without a body, of which nothing can be cut, doubled or mislabeled. */
  answersNothing?: true
  /** Brings the ticket to where the command is carried out by that request. */
  prepare?(connector: TicketConnector, ticket: FiledTicket): Promise<unknown>
  /** How many things on the ticket are as the command wants them. */
  count(ticket: FiledTicket): Promise<number>
}

/** A try that only counts what it announces. */
export function trySending(isRepeat = false): Sending & { announced: number } {
  const sending = {
    isRepeat,
    announced: 0,
    beforeWrite: async () => {
      sending.announced += 1
    },
    record: () => undefined,
  }
  return sending
}

/**
 * What every ticketing connector promises of its writes: each ends as one thing, whatever became of its answer. Their
 * names are handed in: Jest wants to know them before the sandbox is up.
 */
export function describeTicketWriter(
  title: string,
  names: readonly string[],
  open: () => Promise<TicketSubject>,
): void {
  describe(title, () => {
    let subject: TicketSubject
    beforeAll(async () => {
      subject = await open()
    })
    beforeEach(() => subject.scenario({ name: 'clear' }))
    afterAll(() => subject.close())

    for (const name of names) describeWrite(name, () => subject)
  })
}

function describeWrite(name: string, given: () => TicketSubject): void {
  const set = async () => {
    const subject = given()
    const write = subject.writes.find(each => each.title === name)
    if (write === undefined) throw new Error(`nothing writes ${name}`)
    const ticket = await subject.file('Odd login')
    await write.prepare?.(subject.connector, ticket)
    return { ...subject, write, ticket, command: write.command(ticket) }
  }
  const settle = async ({ connector, scenario, command, write, ticket }: Awaited<ReturnType<typeof set>>) => {
    await scenario({ name: 'clear' })
    await connector.apply(command, trySending(true))
    expect(await write.count(ticket)).toBe(1)
    expect(await connector.lookUp(command, trySending())).toMatchObject({ status: 'found' })
  }

  describe(name, () => {
    test('is announced before it leaves, found afterwards, and not repeated', async () => {
      const { connector, command, ticket, write } = await set()
      expect(await connector.lookUp(command, trySending())).toMatchObject({ status: 'missing' })
      const sending = trySending()
      const { id } = await connector.apply(command, sending)
      expect(sending.announced).toBeGreaterThan(0)
      expect(await connector.lookUp(command, trySending())).toMatchObject({ status: 'found', applied: { id } })
      const again = trySending(true)
      expect(await connector.apply(command, again)).toMatchObject({ id })
      expect(again.announced).toBe(0)
      expect(await write.count(ticket)).toBe(1)
      expect(await connector.findDuplicates(command)).toEqual([])
    })

    test.each(cases.map(each => [titleOf(each.scenario), each] as const))(
      'is one in all through %s',
      async (_, { scenario: wish, write: raised = null, leaves = 0 }) => {
        const at = await set()
        const failure = at.write.answersNothing && leaves === 1 && raised?.code === 'unreadable-answer' ? null : raised
        await at.scenario({ ...wish, ...at.write.strikes, times: 1 })
        const applying = at.connector.apply(at.command, trySending())
        if (failure === null) expect(await applying).toMatchObject({ id: expect.any(String) })
        else expect(await failureOf(applying)).toMatchObject(failure)
        await waitUntil('what was committed', async () => (await at.write.count(at.ticket)) === leaves)
        const looked = await at.connector.lookUp(at.command, trySending())
        expect(looked.status).toBe(leaves === 1 ? 'found' : 'missing')
        await settle(at)
      },
    )

    test('has no effect with expired credentials', async () => {
      const at = await set()
      await at.scenario({ ...expired, ...at.write.strikes, times: 1 })
      const failure = await failureOf(at.connector.apply(at.command, trySending()))
      expect(failure).toMatchObject({ kind: 'denied', effect: 'none' })
      expect(await at.write.count(at.ticket)).toBe(0)
      await settle(at)
    })

    test('knows nothing, and writes nothing, where it cannot look', async () => {
      const { connector, command, scenario, write, ticket } = await set()
      for (const name of ['error', 'html', 'reset-before-commit', 'throttle']) {
        await scenario({ name })
        expect(await failureOf(connector.lookUp(command, trySending()))).toMatchObject({ effect: 'none' })
        const sending = trySending(true)
        expect(await failureOf(connector.apply(command, sending))).toMatchObject({ effect: 'none' })
        expect(sending.announced).toBe(0)
        await scenario({ name: 'clear' })
      }
      expect(await write.count(ticket)).toBe(0)
    })

    test.each(['number-as-string', 'missing-field', 'null-object'])('makes nothing up from a %s', async drift => {
      const at = await set()
      await at.scenario({ name: 'schema-drift', drift, ...at.write.strikes, times: 1 })
      const applied = await at.connector.apply(at.command, trySending()).catch((error: unknown) => error)
      if (isBridgeError(applied)) expect(applied).toMatchObject({ kind: 'unavailable', effect: 'unknown' })
      await settle(at)
    })
  })
}
