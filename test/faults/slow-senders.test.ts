import { once } from 'node:events'
import { openBridge, type RunningBridge, webhookSecret } from '../support/bridge'
import { postJira } from '../support/post-jira'
import { openSocket } from '../support/raw-request'
import { readTables } from '../support/read-bridge'

const nowhere = 'http://127.0.0.1:9'
let bridge: RunningBridge

beforeAll(async () => {
  bridge = await openBridge({ soarUrl: nowhere, soarToken: 'x', jiraUrl: nowhere, servicenowUrl: nowhere })
})
afterAll(() => bridge.close())

/** Sends the beginning, then a byte now and then until the server has had enough; answers what it said. */
async function dribble(beginning: string, byte: string): Promise<string> {
  const socket = openSocket(bridge.url)
  const chunks: Buffer[] = []
  socket.on('data', chunk => chunks.push(chunk))
  socket.write(beginning)
  const timer = setInterval(() => socket.write(byte), 300)
  await once(socket, 'close')
  clearInterval(timer)
  return Buffer.concat(chunks).toString('latin1')
}

const head = `POST /webhooks/servicenow/servicenow HTTP/1.1\r\nHost: localhost\r\nX-Bridge-Secret: ${webhookSecret}\r\n`

test('who sends a request byte by byte is cut off in the end, and keeps nobody else waiting', async () => {
  const slow = Promise.all([
    dribble(head, 'X'),
    dribble(`${head}Content-Length: 100000\r\n\r\n{`, ' '),
    dribble(`${head}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n \r\n'),
    ...Array.from({ length: 100 }, () => dribble(head, 'X')),
  ])
  expect(await postJira(bridge.url, '{"timestamp":1,"issue":{"id":"1","fields":{}}}')).toMatchObject({ status: 202 })
  const answers = await slow
  expect(new Set(answers.map(answer => answer.split('\r\n')[0]))).toEqual(new Set(['HTTP/1.1 408 Request Timeout']))
  expect(readTables(bridge.folder, 'select id from receipts')).toHaveLength(1)
}, 60_000)
