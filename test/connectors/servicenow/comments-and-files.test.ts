import type { ReadFile } from '../../../src/connectors/connector'
import type { ServiceNowConnector } from '../../../src/connectors/servicenow'
import { sha256Hex } from '../../../src/domain/ids'
import { buildComment, buildFile, buildRemoteLink } from '../../builders/ticket-commands'
import { trySending } from '../../conformance/ticket-writer-suite'
import { failureOf } from '../../support/http-client-stage'
import { connectServiceNow, patchesOf } from '../../support/servicenow-connector'
import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

const bytes = Buffer.from([0, 255, 13, 10, 45, 45, 128, 7])

let snow: ServiceNowStage
let connector: ServiceNowConnector
let ticket: { id: string; collection: string }
let vault: () => Promise<ReadFile | null>
beforeAll(async () => {
  snow = await startServiceNowStage({}, [])
  connector = connectServiceNow(snow, { readFile: () => vault() })
})
beforeEach(async () => {
  await snow.scenario({ name: 'clear' })
  ticket = { id: (await snow.file()).sys_id ?? '', collection: 'incident' }
  vault = async () => ({ fileName: 'x', mimeType: 'image/png', bytes })
})
afterAll(() => snow.close())

async function entries(column: string): Promise<string[]> {
  const query = `sysparm_query=element_id=${ticket.id}^element=${column}`
  const { result } = (await snow.call('GET', `/api/now/table/sys_journal_field?${query}`)).body
  return result.map(({ value }: { value: string }) => value.split('\n\n[soarbridge')[0])
}

describe('a comment', () => {
  test('for insiders is a work note, for customers a comment', async () => {
    await connector.apply(buildComment({ ticket, audience: 'internal', text: 'for us' }), trySending())
    await connector.apply(buildComment({ ticket, audience: 'customer', text: 'for all' }), trySending())
    expect(await entries('work_notes')).toEqual(['for us'])
    expect(await entries('comments')).toEqual(['for all'])
  })

  test('is told again where its text changed, each text once, also back to the first one', async () => {
    let commentId: string | null = null
    for (const text of ['one', 'one', 'two', 'two', 'one', 'one']) {
      const command = buildComment({ ticket, text, commentId })
      commentId = (await connector.apply(command, trySending())).id
      expect(await connector.lookUp(command, trySending())).toMatchObject({
        status: 'found',
        applied: { id: commentId },
      })
      expect(await connector.findDuplicates(command)).toEqual([])
    }
    const edited = 'Edited. This replaces the earlier entry:\n\n'
    expect(await entries('work_notes')).toEqual(['one', `${edited}two`, `${edited}one`])
  })
})

describe('a file', () => {
  test('arrives byte by byte under a safe name, and is read back the same', async () => {
    const command = buildFile({ ticket, fileName: `../"bad"\r\n${'ä'.repeat(200)}.png`, sha256: sha256Hex(bytes) })
    const { id } = await connector.apply(command, trySending())
    const read = await connector.readAttachment(ticket, { id, mostBytes: 100 })
    expect(read).toMatchObject({ mimeType: 'image/png', bytes })
    expect(read?.fileName).toMatch(new RegExp(`^${command.marker}-\\.\\._[^/"\r\n]*ä\\.png$`))
    expect(read?.fileName.length).toBeLessThanOrEqual(100)
  })

  test('that is there is not read in SOAR again, and one by its name with other bytes does not pass for it', async () => {
    const command = buildFile({ ticket, sha256: sha256Hex(bytes) })
    const query = `table_name=incident&table_sys_id=${ticket.id}&file_name=${command.marker}-mail.eml`
    await snow.call('POST', `/api/now/attachment/file?${query}`, { raw: 'other bytes' })
    const { id } = await connector.apply(command, trySending())
    vault = () => Promise.reject(new Error('nobody should ask'))
    expect(await connector.apply(command, trySending(true))).toMatchObject({ id })
  })

  test('says that everybody who sees the ticket sees it', async () => {
    const { notes } = await connector.apply(buildFile({ ticket, audience: 'internal' }), trySending())
    expect(notes).toEqual([expect.stringContaining('everybody')])
    expect(
      await connector.apply(buildFile({ ticket, marker: 'm2', audience: 'customer' }), trySending()),
    ).toMatchObject({
      notes: [],
    })
  })

  test('of a type that the instance refuses is refused for good', async () => {
    await snow.set({ attachmentExtensions: ['txt'] })
    const failure = await failureOf(connector.apply(buildFile({ ticket }), trySending()))
    await snow.set({ attachmentExtensions: [] })
    expect(failure).toMatchObject({ kind: 'rejected', code: 'file-type-refused', effect: 'none' })
  })

  test('too large for the instance, or gone from SOAR, is refused for good', async () => {
    await snow.set({ attachmentMaxBytes: 3 })
    const refused = { kind: 'rejected', effect: 'none' }
    expect(await failureOf(connector.apply(buildFile({ ticket }), trySending()))).toMatchObject(refused)
    await snow.set({ attachmentMaxBytes: 1_000 })
    vault = async () => null
    const gone = { ...refused, code: 'file-gone' }
    expect(await failureOf(connector.apply(buildFile({ ticket }), trySending()))).toMatchObject(gone)
  })

  test('is not read beyond the limit, nor for another ticket, nor where it is not there', async () => {
    const { id } = await connector.apply(buildFile({ ticket }), trySending())
    const large = { kind: 'rejected', code: 'file-too-large' }
    expect(await failureOf(connector.readAttachment(ticket, { id, mostBytes: 3 }))).toMatchObject(large)
    expect(await connector.readAttachment({ id: '1'.repeat(32) }, { id, mostBytes: 100 })).toBeNull()
    expect(await connector.readAttachment(ticket, { id: '0'.repeat(32), mostBytes: 100 })).toBeNull()
    expect(await connector.readAttachment(ticket, { id: 'x/../y', mostBytes: 100 })).toBeNull()
  })

  test('that a page stands in for is not taken for the file', async () => {
    const { id } = await connector.apply(buildFile({ ticket }), trySending())
    await snow.scenario({ name: 'html', path: `/api/now/attachment/${id}/file` })
    const failure = await failureOf(connector.readAttachment(ticket, { id, mostBytes: 100_000 }))
    expect(failure).toMatchObject({ kind: 'unavailable', code: 'unreadable-answer' })
  })
})

describe('the address of the container', () => {
  test('goes nowhere where no column is named for it', async () => {
    const command = buildRemoteLink({ ticket })
    expect(await patchesOf(snow, () => connector.apply(command, trySending()))).toBe(0)
    expect(await connector.lookUp(command, trySending())).toMatchObject({
      status: 'found',
      applied: { notes: [expect.stringContaining('no remote links')] },
    })
  })

  test('goes into the column that is named for it', async () => {
    const linked = connectServiceNow(snow, { containerUrlColumn: 'correlation_display' })
    const command = buildRemoteLink({ ticket })
    await linked.apply(command, trySending())
    const row = (await snow.call('GET', `/api/now/table/incident/${ticket.id}`)).body.result
    expect(row.correlation_display).toBe(command.url)
  })
})
