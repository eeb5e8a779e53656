import { createHttpClient } from '../../../src/connectors/http-client'
import { createReadCall, type ReadCall } from '../../../src/connectors/soar/call'
import type { ListQuery } from '../../../src/connectors/soar/query'
import { readAll, walkStretches } from '../../../src/connectors/soar/walk'
import { failureOf } from '../../support/http-client-stage'
import { type ReceivedRequest, type Reply, type ScriptedServer, startScriptedServer } from '../../support/http-server'
import { createManualClock } from '../../support/manual-clock'
import { failed, html } from '../../support/soar-script'

let server: ScriptedServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

type Script = (page: number, request: ReceivedRequest) => Reply

async function callOf(script: Script): Promise<ReadCall> {
  server = await startScriptedServer(request => script(Number(request.query.get('page')), request))
  const clock = createManualClock()
  return createReadCall({ http: createHttpClient({ baseUrl: server.url, clock }), clock })
}

async function walkThrough(script: Script, list: ListQuery = {}) {
  const items = await readAll(await callOf(script), '/rest/artifact', { pageSize: 2, ...list })
  const asked = (name: string) => server?.requests.map(({ query }) => query.get(name))
  return { names: items.map(item => item.name), ids: items.map(item => item.id), pages: asked('page'), asked }
}

const nameless = (...names: number[]) => names.map(name => ({ name }))
const page = (num_pages: number, ...names: number[]): Reply => ({
  json: { count: 5, num_pages, data: nameless(...names) },
})
const pageOfIds = (num_pages: number, ...ids: number[]): Reply => ({
  json: { count: 5, num_pages, data: ids.map(id => ({ id })) },
})

describe('a walk through records without an id', () => {
  it('reads each page once and stops at the last', async () => {
    const walked = await walkThrough(number => page(3, ...([[1, 2], [3, 4], [5]][number] ?? [])))
    expect(walked).toMatchObject({ names: [1, 2, 3, 4, 5], pages: ['0', '1', '2'] })
  })

  it('stops after an empty list, whether SOAR counts its pages as 0 or 1', async () => {
    expect(await walkThrough(() => page(0))).toMatchObject({ names: [], pages: ['0'] })
    await server?.close()
    expect(await walkThrough(() => page(1))).toMatchObject({ names: [], pages: ['0'] })
  })

  it.each([200, 400, 404])('takes the failure beyond the end, status %i, for the end', async status => {
    const walked = await walkThrough(number =>
      number === 0 ? page(9, 1, 2) : failed('That page contains no results', status),
    )
    expect(walked).toMatchObject({ names: [1, 2], pages: ['0', '1'] })
  })

  it('does not end at an empty page within', async () => {
    const walked = await walkThrough(number => page(3, ...([[1, 2], [], [5]][number] ?? [])))
    expect(walked.names).toEqual([1, 2, 5])
  })

  it('counts pages itself where SOAR only counts records', async () => {
    const walked = await walkThrough(number => ({
      json: { count: 3, data: number === 0 ? nameless(1, 2) : nameless(3) },
    }))
    expect(walked).toMatchObject({ names: [1, 2, 3], pages: ['0', '1'] })
  })

  it('gives a record that slipped to the next page once', async () => {
    const walked = await walkThrough(number => (number === 0 ? page(2, 1, 2) : page(2, 2, 3)))
    expect(walked.names).toEqual([1, 2, 3])
  })

  it('reads bare arrays until one is short', async () => {
    const walked = await walkThrough(number => ({ json: number === 0 ? nameless(1, 2) : nameless(3) }))
    expect(walked).toMatchObject({ names: [1, 2, 3], pages: ['0', '1'] })
  })

  it('ends where a bare array comes again and again', async () => {
    expect(await walkThrough(() => ({ json: nameless(1, 2) }))).toMatchObject({ names: [1, 2], pages: ['0', '1'] })
  })

  it('fails where counted pages repeat, for the rest of the list is unknown', async () => {
    expect(await failureOf(walkThrough(() => page(3, 1, 2)))).toMatchObject({
      kind: 'unavailable',
      code: 'unreadable-answer',
      effect: 'none',
    })
  })

  it('fails where pages do not end', async () => {
    let reads = 0
    const endless: ReadCall = {
      async get() {
        reads += 1
        return { num_pages: reads + 1, data: [{ name: reads }] }
      },
    }
    const failure = await failureOf(readAll(endless, '/rest/artifact', {}))
    expect(failure).toMatchObject({ kind: 'unavailable', code: 'unreadable-answer' })
    expect(reads).toBe(10_000)
  })

  it.each([
    ['an HTML page', html(200)],
    ['a record', { json: { id: 1 } }],
    ['a list of numbers', { json: { count: 1, num_pages: 1, data: [1] } }],
    ['null', { json: null, text: 'null' }],
  ])('fails on %s', async (_, reply) => {
    expect(await failureOf(walkThrough(() => reply))).toMatchObject({ kind: 'unavailable', effect: 'none' })
  })
})

describe('a walk by id', () => {
  it('asks each time for the first page beyond the last id', async () => {
    const walked = await walkThrough((_, { query }) =>
      query.has('_filter_id__gt') ? pageOfIds(1, 7) : pageOfIds(2, 3, 5),
    )
    expect(walked.ids).toEqual([3, 5, 7])
    expect(walked.asked('_filter_id__gt')).toEqual([null, '5'])
    expect(walked.pages).toEqual(['0', '0'])
  })

  it('goes down where the order does', async () => {
    const script: Script = (_, { query }) => (query.has('_filter_id__lt') ? pageOfIds(1, 2) : pageOfIds(2, 5, 3))
    const walked = await walkThrough(script, { order: 'desc' })
    expect(walked.ids).toEqual([5, 3, 2])
    expect(walked.asked('_filter_id__lt')).toEqual([null, '3'])
  })

  it('leaves a lower bound of the list behind, and keeps its other conditions', async () => {
    const script: Script = (_, { query }) =>
      query.get('_filter_id__gt') === '2' ? pageOfIds(2, 3, 5) : pageOfIds(1, 7)
    const filters = [
      { field: 'id__gt', value: 2 },
      { field: 'id__gt', value: 90, exclude: true },
      { field: 'name', value: 'x' },
    ]
    const walked = await walkThrough(script, { filters })
    expect(walked.ids).toEqual([3, 5, 7])
    expect(walked.asked('_filter_id__gt')).toEqual(['2', '5'])
    expect(walked.asked('_exclude_id__gt')).toEqual(['90', '90'])
    expect(walked.asked('_filter_name')).toEqual(['"x"', '"x"'])
  })

  it('takes ids that come as text, and gives one that a join doubled once', async () => {
    const doubled = { json: { num_pages: 1, data: [{ id: '9' }, { id: '10' }, { id: '10' }] } }
    expect((await walkThrough(() => doubled)).ids).toEqual(['9', '10'])
  })

  it('looks behind an empty page that says it is not the last', async () => {
    const walked = await walkThrough((number, { query }) => {
      if (!query.has('_filter_id__gt')) return pageOfIds(3, 1, 2)
      return number === 0 ? pageOfIds(2) : pageOfIds(2, 5)
    })
    expect(walked).toMatchObject({ ids: [1, 2, 5], pages: ['0', '0', '1'] })
  })

  it('fails where the bound is ignored', async () => {
    expect(await failureOf(walkThrough(() => pageOfIds(3, 1, 2)))).toMatchObject({ code: 'unreadable-answer' })
  })

  it('reads by number where the order is ignored', async () => {
    const walked = await walkThrough(number => (number === 0 ? pageOfIds(2, 2, 1) : pageOfIds(2, 3)))
    expect(walked).toMatchObject({ ids: [2, 1, 3], pages: ['0', '1'] })
  })

  it('says with every stretch how many there were', async () => {
    const call = await callOf((_, { query }) => (query.has('_filter_id__gt') ? pageOfIds(1, 7) : pageOfIds(2, 3, 5)))
    const stretches = []
    for await (const { items, total } of walkStretches(call, '/rest/artifact', { pageSize: 2 })) {
      stretches.push([items.length, total])
    }
    expect(stretches).toEqual([
      [2, 5],
      [1, 5],
    ])
  })
})
