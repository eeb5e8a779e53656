import { ticketFileReader } from '../src/bridge-files'
import type { TicketSource } from '../src/flows/ticket-source'
import { rulesFrom } from './builders/some-rules'
import { failureOf } from './support/http-client-stage'
import { createScriptedTickets } from './support/scripted-tickets'

const file = { connection: 'jira', ticketId: '10042', attachmentId: '31' }

function readerOf(readAttachment?: (ticket: unknown, wanted: unknown) => Promise<unknown>) {
  const connector = { ...createScriptedTickets(), ...(readAttachment && { readAttachment }) }
  const rules = rulesFrom('files: { maxMegabytes: 2 }')
  return ticketFileReader(() => ({ connector, rules }) as unknown as TicketSource)
}

test('a file of a ticket is read as large as the rules of its connection let through', async () => {
  const asked: unknown[] = []
  const read = readerOf(async (...wanted) => {
    asked.push(wanted)
    return { fileName: 'a.txt', mimeType: null, bytes: Buffer.from('a') }
  })
  expect(await read(file)).toMatchObject({ bytes: Buffer.from('a') })
  expect(asked).toEqual([[{ id: '10042' }, { id: '31', mostBytes: 2_000_000 }]])
})

test.each([
  ['is gone', async () => null],
  ['belongs to a system that gives none', undefined],
])('a file that %s is refused for good', async (_, readAttachment) => {
  expect(await failureOf(readerOf(readAttachment)(file))).toMatchObject({ kind: 'rejected', code: 'file-unreadable' })
})
