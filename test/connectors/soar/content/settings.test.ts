import { createContentApi } from '../../../../src/connectors/soar/content/content-api'
import { closeServers, failureOf, serve } from '../../../support/http-client-stage'
import { collect, type OpenedContent, openContent } from '../../../support/open-content'
import { callSoar } from '../../../support/soar-call'

let at: OpenedContent
beforeEach(async () => {
  at = await openContent()
})
afterEach(() => at.soar.close())
afterEach(closeServers)

describe('decided lists through the client', () => {
  it('are created, changed row by row and as a whole, and deleted with a token', async () => {
    const { lists } = at.content
    const id = await lists.create('Blocked / hosts?', [
      ['1.1.1.1', 5, true, null],
      ['2.2.2.2', 6, false, 'x'],
    ])
    await lists.change(id, { update: { 0: ['new'] }, delete: [1], append: [['last']] })
    expect(await lists.get('Blocked / hosts?')).toEqual({
      id,
      name: 'Blocked / hosts?',
      rows: [['new'], ['last']],
    })
    await lists.replace('Blocked / hosts?', [['a', 'b, c']])
    expect(await lists.readCsv(id)).toBe('a,"b, c"\r\n')
    expect(await collect(lists.list())).toMatchObject([{ name: 'Blocked / hosts?' }])
    await lists.delete('Blocked / hosts?')
    expect(await lists.get(id)).toBeNull()
  })

  it('are created empty too', async () => {
    const id = await at.content.lists.create('empty')
    expect(await at.content.lists.get(id)).toMatchObject({ rows: [] })
    expect(await failureOf(at.content.lists.create('empty'))).toMatchObject({ kind: 'rejected' })
    expect(await failureOf(at.content.lists.replace('none', []))).toMatchObject({ code: 'not-found' })
  })

  it.each([[{ id: 1, content: 'x' }], [{ content: [] }], [{ id: 1, content: [[{}]] }], [[]]])(
    'are not read out of %j',
    async json => {
      const server = await serve(() => ({ json }))
      expect(await failureOf(createContentApi(callSoar(server)).lists.get('1'))).toMatchObject({
        code: 'unreadable-answer',
      })
    },
  )
})

describe('CEF through the client', () => {
  it('is listed, added to, changed and read at once', async () => {
    const { cef } = at.content
    const id = await cef.create('own', ['a'])
    await cef.update(id, ['b'])
    expect(await collect(cef.list({ filters: [{ field: 'type', value: 'custom' }] }))).toMatchObject([
      { name: 'own', data_type: ['b'] },
    ])
    expect((await cef.readAll()).get('own')).toEqual(['b'])
    expect((await cef.readAll()).get('sourceAddress')).toEqual(['ip'])
    expect(await failureOf(cef.update('1', []))).toMatchObject({ kind: 'rejected' })
    await at.asAdmin.cef.delete(id)
    expect((await cef.readAll()).has('own')).toBe(false)
  })
})

describe('indicators through the client', () => {
  it('are found by value, and lead to artifacts and containers', async () => {
    await at.content.artifacts.create('2', { name: 'b', cef: { destinationAddress: '1.1.1.1' } })
    const { indicators } = at.content
    expect(await indicators.findByValue('1.1.1.1')).toMatchObject({ id: 1, total_events: 2 })
    expect(await indicators.findByValue('no such')).toBeNull()
    expect(await indicators.listArtifacts('1')).toMatchObject([{ id: 1 }, { id: 2 }])
    expect(await indicators.listContainers(['1'])).toMatchObject([{ container_id: 1 }, { container_id: 2 }])
    expect(await indicators.listContainers([])).toEqual([])
    await indicators.setTags('1', ['known'])
    expect(await indicators.get('1')).toMatchObject({ tags: ['known'] })
    expect(await collect(indicators.list())).toHaveLength(1)
    expect(await failureOf(indicators.listArtifacts('9'))).toMatchObject({ code: 'not-found' })
  })

  it('that were not asked for are not taken', async () => {
    const server = await serve(() => ({ json: { id: 1, value: 'other' } }))
    const { indicators } = createContentApi(callSoar(server))
    expect(await failureOf(indicators.findByValue('x'))).toMatchObject({ code: 'unreadable-answer' })
    expect(await failureOf(indicators.listContainers(['1']))).toMatchObject({ code: 'unreadable-answer' })
  })

  it('of many artifacts are read page by page', async () => {
    const many = Array.from({ length: 230 }, (_, place) => ({ name: `n${place}`, cef: { sourceAddress: '1.1.1.1' } }))
    await at.content.artifacts.createMany('1', many)
    expect(await at.content.indicators.listArtifacts('1')).toHaveLength(231)
  })
})
