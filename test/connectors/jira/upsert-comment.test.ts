import { createHttpClient, failureOfStatus } from '../../../src/connectors/http-client'
import { createJiraConnector } from '../../../src/connectors/jira'
import type { JiraFlavor } from '../../../src/connectors/jira/comment-form'
import { createSystemClock } from '../../../src/system-clock'
import { buildStatusComment, buildWorkNote } from '../../builders/ticket-commands'
import { trySending } from '../../conformance/ticket-writer-suite'
import { failureOf } from '../../support/http-client-stage'
import { type JiraStage, startJiraStage } from '../../support/jira-stage'

describe.each<JiraFlavor>(['cloud', 'datacenter'])('the status comment on %s', flavor => {
  let jira: JiraStage
  let id: string
  beforeAll(async () => {
    jira = await startJiraStage({ flavor, webhooks: [] })
  })
  beforeEach(async () => {
    await jira.scenario({ name: 'clear' })
    id = (await jira.file()).id
  })
  afterAll(() => jira.close())

  const connect = () => {
    const clock = createSystemClock()
    const basic = { user: jira.user, password: jira.token }
    const http = createHttpClient({ baseUrl: jira.url, basic, clock })
    const webhook = { secrets: ['hush'] }
    return createJiraConnector({
      connection: 'jira',
      flavor,
      browseUrl: jira.url,
      webhook,
      http,
      failureOfStatus,
      clock,
    })
  }
  const comments = async (): Promise<{ id: string; body: string; jsdPublic?: boolean }[]> =>
    (await jira.call('GET', `/rest/api/2/issue/${id}/comment`)).body.comments
  const writesOf = async (work: () => Promise<unknown>) => {
    const all = async () => (await jira.call('GET', '/_sandbox/requests')).body.requests
    const before = (await all()).length
    await work()
    return (await all())
      .slice(before)
      .filter(({ method, path }: Record<string, string>) => method !== 'GET' && !path?.endsWith('/comment/list'))
  }

  test('is edited in place, with its id known or not, and left alone where nothing changed', async () => {
    const connector = connect()
    const first = buildStatusComment({ ticket: { id }, text: 'One result' })
    const { id: commentId } = await connector.apply(first, trySending())
    expect(await connector.apply({ ...first, commentId, text: 'Two results' }, trySending())).toMatchObject({
      id: commentId,
    })
    expect(await connector.apply({ ...first, text: 'Three results' }, trySending())).toMatchObject({ id: commentId })
    const [comment, ...others] = await comments()
    expect(others).toEqual([])
    expect(comment?.body).toContain('Three results')
    const same = { ...first, commentId, text: 'Three results' }
    expect(await writesOf(() => connector.apply(same, trySending(true)))).toEqual([])
  })

  test('is kept from customers, when it is made and when it is edited', async () => {
    const connector = connect()
    const command = buildStatusComment({ ticket: { id } })
    const { id: commentId } = await connector.apply(command, trySending())
    await connector.apply({ ...command, commentId, text: 'Changed' }, trySending())
    const { properties } = (await jira.call('GET', `/rest/api/2/issue/${id}/comment/${commentId}?expand=properties`))
      .body
    expect(properties).toContainEqual({ key: 'sd.public.comment', value: { internal: true } })
  })

  test('is made again where somebody deleted it, and said again where somebody changed it', async () => {
    const connector = connect()
    const command = buildStatusComment({ ticket: { id }, text: 'One result' })
    const { id: commentId } = await connector.apply(command, trySending())
    const edited = flavor === 'cloud' ? 'edited' : `edited\n{anchor:soarbridge-${command.marker}}`
    await jira.call('PUT', `/rest/api/2/issue/${id}/comment/${commentId}`, { body: { body: edited } })
    expect(await connector.lookUp({ ...command, commentId }, trySending())).toMatchObject({ status: 'missing' })
    await connector.apply({ ...command, commentId }, trySending())
    expect((await comments())[0]?.body).toContain('One result')
    await jira.call('DELETE', `/rest/api/2/issue/${id}/comment/${commentId}`)
    expect(await connector.lookUp({ ...command, commentId }, trySending())).toMatchObject({ status: 'missing' })
    const { id: newId } = await connector.apply({ ...command, commentId }, trySending())
    expect(newId).not.toBe(commentId)
    expect(await comments()).toHaveLength(1)
  })

  test('is found among many comments', async () => {
    const connector = connect()
    const body = { body: 'chatter' }
    for (let count = 0; count < 30; count += 1) await jira.call('POST', `/rest/api/2/issue/${id}/comment`, { body })
    const command = buildStatusComment({ ticket: { id } })
    const applied = await connector.apply(command, trySending())
    for (let count = 0; count < 30; count += 1) await jira.call('POST', `/rest/api/2/issue/${id}/comment`, { body })
    expect(await connector.lookUp(command, trySending())).toMatchObject({
      status: 'found',
      applied: { id: applied.id },
    })
    expect(await connector.apply({ ...command, text: 'News' }, trySending())).toMatchObject({ id: applied.id })
  })

  test('is never taken for a comment of somebody else, whatever that quotes', async () => {
    const connector = connect()
    const command = buildStatusComment({ ticket: { id } })
    const properties = [{ key: 'soarbridge.op', value: { id: command.marker } }]
    const quoted = { body: `see\n{anchor:soarbridge-${command.marker}}`, properties }
    const rosa = flavor === 'cloud' ? 'rdiaz@acme.example' : 'rdiaz'
    const auth = `Basic ${Buffer.from(`${rosa}:${jira.token}`).toString('base64')}`
    const posted = await jira.call('POST', `/rest/api/2/issue/${id}/comment`, { body: quoted, auth })
    expect(posted.status).toBe(201)
    expect(await connector.lookUp(command, trySending())).toMatchObject({ status: 'missing' })
    await connector.apply(command, trySending())
    expect((await comments()).map(comment => comment.id)).toHaveLength(2)
    expect((await comments())[0]?.body).toBe(quoted.body)
  })

  test('that is there twice is told, and from then on the older one is edited', async () => {
    const connector = connect()
    const command = buildStatusComment({ ticket: { id } })
    await connector.apply(command, trySending())
    const [{ body = '' } = {}] = await comments()
    const properties = [{ key: 'soarbridge.op', value: { id: command.marker } }]
    await jira.call('POST', `/rest/api/2/issue/${id}/comment`, { body: { body, properties } })
    const [kept, found] = (await comments()).map(comment => comment.id)
    expect(await connector.findDuplicates(command)).toEqual([{ what: 'comment', found, kept }])
    expect(await connector.apply({ ...command, text: 'News' }, trySending())).toEqual({
      id: kept,
      notes: [expect.stringContaining(String(found))],
    })
  })

  test('goes nowhere on a ticket that is gone', async () => {
    const connector = connect()
    const command = buildStatusComment({ ticket: { id } })
    await jira.call('DELETE', `/rest/api/2/issue/${id}`)
    expect(await connector.lookUp(command, trySending())).toEqual({ status: 'missing', what: 'the ticket' })
    const refused = { kind: 'rejected', code: 'not-found', effect: 'none' }
    expect(await failureOf(connector.apply(command, trySending()))).toMatchObject(refused)
    expect(await connector.findDuplicates(command)).toEqual([])
  })

  test('a page of a proxy proves nothing, neither that a comment is gone nor that it was refused', async () => {
    const connector = connect()
    const command = buildStatusComment({ ticket: { id } })
    const { id: commentId } = await connector.apply(command, trySending())
    const page = { name: 'error', status: 404, body: '<html>no such page</html>', times: 1 }
    await jira.scenario({ ...page, method: 'GET' })
    expect(await failureOf(connector.lookUp({ ...command, commentId }, trySending()))).toMatchObject({
      code: 'unreadable-answer',
      effect: 'none',
    })
    await jira.scenario({ ...page, method: 'PUT' })
    expect(await failureOf(connector.apply({ ...command, commentId, text: 'x' }, trySending()))).toMatchObject({
      code: 'unreadable-answer',
      effect: 'unknown',
    })
  })

  test('no other command is taken', async () => {
    const refused = { kind: 'rejected', code: 'unknown-command' }
    expect(await failureOf(connect().apply(buildWorkNote(), trySending()))).toMatchObject(refused)
    expect(await failureOf(connect().lookUp(buildWorkNote(), trySending()))).toMatchObject(refused)
    expect(await failureOf(connect().findDuplicates(buildWorkNote()))).toMatchObject(refused)
  })
})
