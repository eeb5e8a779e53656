import { createHash } from 'node:crypto'
import type { ReadFile } from '../../../src/connectors/connector'
import type { JiraConnector } from '../../../src/connectors/jira'
import { BridgeError } from '../../../src/errors'
import { buildComment, buildFile, buildRemoteLink } from '../../builders/ticket-commands'
import { trySending } from '../../conformance/ticket-writer-suite'
import { failureOf } from '../../support/http-client-stage'
import { connectJira, writesOf } from '../../support/jira-connector'
import type { JiraFlavor } from '../../support/jira-documents'
import { type JiraStage, startJiraStage } from '../../support/jira-stage'

const bytes = Buffer.from([0, 255, 13, 10, 45, 45, 128, 7])

describe.each<JiraFlavor>(['cloud', 'datacenter'])('on %s', flavor => {
  let jira: JiraStage
  let connector: JiraConnector
  let id: string
  let vault: () => Promise<ReadFile | null>
  beforeAll(async () => {
    jira = await startJiraStage({ flavor, webhooks: [], attachmentLimitBytes: 1_000 })
    connector = connectJira(jira, flavor, { readFile: () => vault() })
  })
  beforeEach(async () => {
    await jira.scenario({ name: 'clear' })
    id = (await jira.file()).id
    vault = async () => ({ fileName: 'x', mimeType: 'image/png', bytes })
  })
  afterAll(() => jira.close())

  test('a file arrives byte by byte under a safe name, and is read back the same', async () => {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const command = buildFile({ ticket: { id }, fileName: '../"bad"\r\nnäme.png', sha256 })
    const { id: fileId } = await connector.apply(command, trySending())
    const read = await connector.readAttachment({ id }, { id: fileId, mostBytes: 100 })
    const name = flavor === 'cloud' ? '.._näme.png' : '.._n_me.png'
    expect(read).toMatchObject({ mimeType: 'image/png', bytes })
    expect(read?.fileName.startsWith(`${command.marker}-`)).toBe(true)
    expect(read?.fileName.replaceAll(/_+/g, '_')).toContain(name.slice(-8))
  })

  test('a file that is there already is not read in SOAR again', async () => {
    const command = buildFile({ ticket: { id } })
    const { id: fileId } = await connector.apply(command, trySending())
    vault = () => Promise.reject(new Error('nobody should ask'))
    expect(await connector.apply(command, trySending(true))).toEqual({ id: fileId, notes: [] })
  })

  test("SOAR's trouble is not told as Jira's, and a file that is gone, too large or another one is refused", async () => {
    const command = buildFile({ ticket: { id } })
    const apply = () => failureOf(connector.apply(command, trySending()))
    vault = () => Promise.reject(new BridgeError('denied', 'no', { code: 'denied', status: 401 }))
    expect(await apply()).toMatchObject({ kind: 'unavailable', code: 'file-unread', effect: 'none', status: undefined })
    vault = async () => null
    expect(await apply()).toMatchObject({ kind: 'rejected', code: 'file-gone' })
    vault = () => Promise.reject(new BridgeError('rejected', 'large', { code: 'file-too-large' }))
    expect(await apply()).toMatchObject({ kind: 'rejected', code: 'file-too-large' })
    vault = async () => ({ fileName: 'x', mimeType: null, bytes })
    const other = connector.apply({ ...command, sha256: '0'.repeat(64) }, trySending())
    expect(await failureOf(other)).toMatchObject({ kind: 'rejected', code: 'file-mismatch' })
  })

  test('twins of a file are told, the oldest is kept', async () => {
    const command = buildFile({ ticket: { id } })
    const { id: kept } = await connector.apply(command, trySending())
    const form = new FormData()
    form.set('file', new Blob(['twin']), `${command.marker}-mail.eml`)
    const headers = { 'X-Atlassian-Token': 'no-check' }
    const [twin] = (await jira.call('POST', `/rest/api/2/issue/${id}/attachments`, { form, headers })).body
    expect(await connector.findDuplicates(command)).toEqual([{ what: 'file', found: twin.id, kept }])
    expect((await connector.apply(command, trySending(true))).notes).toHaveLength(1)
  })

  test('a file beyond the limit is refused, one that nobody has is null, and a login page is no file', async () => {
    const { id: fileId } = await connector.apply(buildFile({ ticket: { id } }), trySending())
    const large = connector.readAttachment({ id }, { id: fileId, mostBytes: 7 })
    expect(await failureOf(large)).toMatchObject({ kind: 'rejected', code: 'file-too-large' })
    expect(await connector.readAttachment({ id }, { id: '99999', mostBytes: 7 })).toBeNull()
    expect(await connector.readAttachment({ id }, { id: '../1', mostBytes: 7 })).toBeNull()
    const path = flavor === 'cloud' ? '/rest/api/3/attachment/content' : '/secure/attachment'
    await jira.scenario({ name: 'html', path, times: 1 })
    const page = connector.readAttachment({ id }, { id: fileId, mostBytes: 100 })
    expect(await failureOf(page)).toMatchObject({ code: 'unreadable-answer', effect: 'none' })
  })

  test('the link to the container is one, keeps all it says, and is written only where that changed', async () => {
    const command = buildRemoteLink({ ticket: { id } })
    const { id: linkId } = await connector.apply(command, trySending())
    expect(await writesOf(jira, () => connector.apply(command, trySending(true)))).toEqual([])
    const closed = { ...command, summary: 'closed', isResolved: true }
    expect(await connector.lookUp(closed, trySending())).toMatchObject({ status: 'missing' })
    expect(await connector.apply(closed, trySending())).toMatchObject({ id: linkId })
    const links = (await jira.call('GET', `/rest/api/2/issue/${id}/remotelink`)).body
    expect(links).toMatchObject([
      {
        globalId: command.globalId,
        application: { name: 'Splunk SOAR' },
        object: { url: command.url, title: command.title, summary: 'closed', status: { resolved: true } },
      },
    ])
  })

  test.each(['internal', 'customer'] as const)('a comment for a note is shown to the %s audience', async audience => {
    const { id: commentId } = await connector.apply(buildComment({ ticket: { id }, audience }), trySending())
    const path = `/rest/api/2/issue/${id}/comment/${commentId}?expand=properties`
    const { properties } = (await jira.call('GET', path)).body
    expect(properties).toContainEqual({ key: 'sd.public.comment', value: { internal: audience === 'internal' } })
  })
})
