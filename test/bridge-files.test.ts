import { ticketFileReader } from '../src/bridge-files'
import type { TicketFileReader } from '../src/connectors/connector'
import { rulesFrom } from './builders/some-rules'
import { failureOf } from './support/http-client-stage'

const file = { connection: 'jira', ticketId: '10042', attachmentId: '31' }

function readerOf(readAttachment: TicketFileReader['readAttachment']) {
  const rules = rulesFrom('files: { maxMegabytes: 2 }')
  return ticketFileReader(() => ({ connector: { readAttachment }, rules }))
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

test('a file that is gone is refused for good', async () => {
  const read = readerOf(async () => null)
  expect(await failureOf(read(file))).toMatchObject({ kind: 'rejected', code: 'file-unreadable' })
})
