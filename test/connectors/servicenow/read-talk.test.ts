import type { ServiceNowConnector } from '../../../src/connectors/servicenow'
import type { CommentChange } from '../../../src/domain/ticket'
import type { TicketTalk } from '../../../src/domain/ticket-talk'
import { buildComment, buildFile, buildWorkNote } from '../../builders/ticket-commands'
import { trySending } from '../../conformance/ticket-writer-suite'
import { failureOf } from '../../support/http-client-stage'
import { connectServiceNow } from '../../support/servicenow-connector'
import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

const start = Date.UTC(2026, 4, 1, 8)

let snow: ServiceNowStage
let connector: ServiceNowConnector
let ticket: { id: string; collection: string }
beforeAll(async () => {
  let calls = 0
  // A few writes fall into each second.
  snow = await startServiceNowStage({ now: () => start + 100 * calls++ }, [])
})
beforeEach(async () => {
  await snow.scenario({ name: 'clear' })
  connector = connectServiceNow(snow, {
    readFile: async () => ({ fileName: 'x', mimeType: null, bytes: Buffer.from('x') }),
  })
  ticket = { id: (await snow.file()).sys_id ?? '', collection: 'incident' }
})
afterEach(async () => {
  for (const [table, field] of closable) await rule({ table, roles: ['*'], ...(field !== undefined && { field }) })
})
afterAll(() => snow.close())

const closable: [table: string, field?: string][] = [
  ['sys_journal_field'],
  ['sys_attachment'],
  ['sys_user'],
  ['incident', 'work_notes'],
  ['incident', 'comments'],
]
async function rule(wish: { table: string; field?: string; roles: string[] }): Promise<void> {
  expect((await snow.call('POST', '/_sandbox/rule', { body: { operation: 'read', ...wish } })).status).toBe(201)
}
const close = (table: string, field?: string) =>
  rule({ table, roles: ['nobody'], ...(field !== undefined && { field }) })

const say = (values: Record<string, string>, user = 'beth.anglin') =>
  snow.call('PATCH', `/api/now/table/incident/${ticket.id}`, { body: values, user })
const attach = (name: string, user = 'beth.anglin') => {
  const query = `table_name=incident&table_sys_id=${ticket.id}&file_name=${name}`
  return snow.call('POST', `/api/now/attachment/file?${query}`, {
    user,
    raw: 'bytes',
    headers: { 'Content-Type': 'text/plain' },
  })
}
const read = (known: readonly string[] = [], withFiles = true): Promise<TicketTalk> =>
  connector.readTalk(ticket, { isKnown: id => known.includes(id), withFiles })
const commentsIn = ({ changes }: TicketTalk) => changes.filter((one): one is CommentChange => one.kind === 'comment')
const textsIn = (talk: TicketTalk) => commentsIn(talk).map(({ body }) => body)
async function requests(path: string): Promise<number> {
  const all = (await snow.call('GET', '/_sandbox/requests')).body.requests as { path: string }[]
  return all.filter(one => one.path.startsWith(path)).length
}

describe('what is said in a ticket', () => {
  test('is told entry by entry, each with the id of its row, its time, who said it and for whom', async () => {
    await say({ work_notes: 'Seen on 192.0.2.44' })
    await say({ comments: 'Please call' }, 'abel.tuter')
    const rows = (await snow.call('GET', `/api/now/table/sys_journal_field?element_id=${ticket.id}`)).body.result
    const { changes, listsComments } = await read()
    expect(listsComments).toBe(true)
    const told = (row: Record<string, string>) => ({
      kind: 'comment',
      id: row.sys_id,
      version: { at: Date.parse(`${row.sys_created_on?.replace(' ', 'T')}Z`) },
      deleted: false,
    })
    expect(changes).toEqual([
      { ...told(rows[1]), author: 'abel.tuter', isPublic: true, body: 'Please call' },
      { ...told(rows[0]), author: 'beth.anglin', isPublic: false, body: 'Seen on 192.0.2.44' },
    ])
  })

  test('and known is not told again, and two entries with one text are two', async () => {
    await say({ work_notes: 'ok' })
    await say({ work_notes: 'ok' }, 'abel.tuter')
    const [last, first] = commentsIn(await read())
    expect([first?.author, last?.author]).toEqual(['beth.anglin', 'abel.tuter'])
    expect(commentsIn(await read([first?.id ?? ''])).map(({ id }) => id)).toEqual([last?.id])
  })

  test('by the bridge is left out, and what a person says by quoting it is told', async () => {
    await connector.apply(buildWorkNote({ ticket, text: 'Activity' }), trySending())
    await connector.apply(buildComment({ ticket, text: 'Note' }), trySending())
    const [activity, note] = (await snow.call('GET', `/api/now/table/sys_journal_field?element_id=${ticket.id}`)).body
      .result as { value: string }[]
    expect(await read()).toEqual({ changes: [], listsComments: true })
    const quotes = [`I disagree with\n${activity?.value}`, `and with\n${note?.value}`]
    for (const work_notes of quotes) await say({ work_notes })
    expect(textsIn(await read())).toEqual([...quotes].reverse())
  })

  test('with our mark is left to be known by its words where the instance does not tell who we are', async () => {
    await close('sys_user')
    await connector.apply(buildWorkNote({ ticket, text: 'Activity' }), trySending())
    expect(textsIn(await read())).toEqual([expect.stringMatching(/^Activity\s+\[soarbridge:/)])
  })

  test('is read as far back as there is news, in pages', async () => {
    for (let one = 0; one < 110; one += 1) await say({ work_notes: `Entry ${one}` })
    const all = textsIn(await read())
    expect(all).toHaveLength(110)
    expect(new Set(all).size).toBe(110)
    const known = commentsIn(await read()).map(({ id }) => id)
    const before = await requests('/api/now/table/sys_journal_field')
    expect(textsIn(await read(known))).toEqual([])
    expect((await requests('/api/now/table/sys_journal_field')) - before).toBe(1)
    await say({ work_notes: 'News' })
    expect(textsIn(await read(known))).toEqual(['News'])
  })

  test('is read from the record where the entries may not be listed, each still told once', async () => {
    await close('sys_journal_field')
    await say({ work_notes: 'first' })
    const one = await read()
    expect(one.listsComments).toBe(true)
    expect(commentsIn(one)).toMatchObject([{ body: 'first', author: 'Beth Anglin', isPublic: false }])
    await say({ comments: 'second' })
    expect(textsIn(await read(commentsIn(one).map(({ id }) => id)))).toEqual(['second'])
    expect(await connector.findBlindSpots()).toEqual([expect.stringContaining('sys_journal_field')])
  })

  test('is not listed where our user sees no journal at all', async () => {
    for (const [table, field] of closable.filter(([name]) => name === 'incident' || name === 'sys_journal_field'))
      await close(table, field)
    await say({ work_notes: 'first' })
    expect(await read()).toEqual({ changes: [], listsComments: false })
  })

  test('is not asked for by what is no id', async () => {
    const before = await requests('/api')
    const asked = { isKnown: () => false, withFiles: true }
    expect(await connector.readTalk({ id: 'x^ORsys_idISNOTEMPTY' }, asked)).toEqual({
      changes: [],
      listsComments: true,
    })
    expect(await requests('/api')).toBe(before)
  })
})

describe('what is attached to a ticket', () => {
  test('is told with its name, size and type, and the bridge’s own files are not', async () => {
    await attach('mail.eml')
    await connector.apply(buildFile({ ticket }), trySending())
    const { changes } = await read()
    expect(changes).toEqual([
      expect.objectContaining({ kind: 'attachment', fileName: 'mail.eml', size: 5, mimeType: 'text/plain' }),
    ])
    expect((await read(changes.flatMap(one => ('id' in one ? [one.id] : [])))).changes).toEqual([])
  })

  test('by a person under a name like ours is told', async () => {
    await attach(`${'0'.repeat(26)}-mail.eml`)
    expect((await read()).changes).toHaveLength(1)
  })

  test('is not asked for where nobody wants it', async () => {
    await attach('mail.eml')
    const before = await requests('/api/now/attachment')
    expect((await read([], false)).changes).toEqual([])
    expect(await requests('/api/now/attachment')).toBe(before)
  })

  test('stays unknown where our user may not read it, and the rest is told', async () => {
    await attach('mail.eml')
    await say({ work_notes: 'See the file' })
    await close('sys_attachment')
    expect(textsIn(await read())).toEqual(['See the file'])
    expect((await read()).changes).toHaveLength(1)
    expect(await connector.findBlindSpots()).toEqual([expect.stringContaining('sys_attachment')])
  })
})

test('where all may be read there is nothing to complain about', async () => {
  await say({ work_notes: 'first' })
  await attach('mail.eml')
  expect(await connector.findBlindSpots()).toEqual([])
})

test('an instance that is asleep says nothing of what was said', async () => {
  await snow.set({ hibernating: true })
  expect(await failureOf(read())).toMatchObject({ kind: 'unavailable', code: 'unreadable-answer' })
  expect(await failureOf(connector.findBlindSpots())).toMatchObject({ code: 'unreadable-answer' })
  await snow.set({ hibernating: false })
})
