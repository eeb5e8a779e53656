import type { TicketTalkReader } from '../../src/connectors/connector'
import { BridgeError } from '../../src/errors'
import { readableTickets } from '../../src/flows/readable-tickets'
import { createScriptedTickets } from '../support/scripted-tickets'

const wanted = { isKnown: () => false, withFiles: true }
const talk = { changes: [], listsComments: true }

function openReader(readTalk: TicketTalkReader['readTalk']) {
  const reported: BridgeError[] = []
  const reader = readableTickets({ ...createScriptedTickets(), readTalk }, async error => {
    reported.push(error)
    return true
  })
  return { reported, read: () => reader.readTalk?.({ id: '1' }, wanted) }
}

test('what was said and attached is handed on', async () => {
  expect(await openReader(async () => talk).read()).toBe(talk)
})

test.each(['unavailable', 'denied', 'rejected'] as const)(
  'what was said holds up no delivery where reading it is %s, which is told to the connection',
  async kind => {
    const failure = new BridgeError(kind, 'no', { code: 'no' })
    const { read, reported } = openReader(() => Promise.reject(failure))
    expect(await read()).toBeNull()
    expect(reported).toEqual([failure])
  },
)

test('a mistake of ours is none of the connection’s', async () => {
  const { read, reported } = openReader(() => Promise.reject(new TypeError('x')))
  await expect(read()).rejects.toThrow(TypeError)
  expect(reported).toEqual([])
})
