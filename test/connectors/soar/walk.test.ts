import { createHttpClient } from '../../../src/connectors/http-client'
import { createReadCall } from '../../../src/connectors/soar/call'
import { readAll } from '../../../src/connectors/soar/walk'
import { failureOf } from '../../support/http-client-stage'
import { type ReceivedRequest, type Reply, type ScriptedServer, startScriptedServer } from '../../support/http-server'
import { createManualClock } from '../../support/manual-clock'
import { failed, html } from '../../support/soar-script'

let server: ScriptedServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

async function walkThrough(script: (page: number, request: ReceivedRequest) => Reply, pageSize = 2) {
  server = await startScriptedServer(request => script(Number(request.query.get('page')), request))
  const clock = createManualClock()
  const call = createReadCall({ http: createHttpClient({ baseUrl: server.url, clock }), clock })
  const items = await readAll(call, '/rest/artifact', { pageSize })
  return { ids: items.map(item => item.id), pages: server.requests.map(({ query }) => query.get('page')) }
}

const records = (...ids: number[]) => ids.map(id => ({ id }))
const page = (num_pages: number, ...ids: number[]): Reply => ({ json: { count: 5, num_pages, data: records(...ids) } })

describe('a walk through a list', () => {
  it('reads each page once and stops at the last', async () => {
    const walked = await walkThrough(number => page(3, ...([[1, 2], [3, 4], [5]][number] ?? [])))
    expect(walked).toEqual({ ids: [1, 2, 3, 4, 5], pages: ['0', '1', '2'] })
  })

  it('stops after an empty list, whether SOAR counts its pages as 0 or 1', async () => {
    expect(await walkThrough(() => page(0))).toEqual({ ids: [], pages: ['0'] })
    await server?.close()
    expect(await walkThrough(() => page(1))).toEqual({ ids: [], pages: ['0'] })
  })

  it.each([200, 400, 404])('takes the failure beyond the end, status %i, for the end', async status => {
    const walked = await walkThrough(number =>
      number === 0 ? page(9, 1, 2) : failed('That page contains no results', status),
    )
    expect(walked).toEqual({ ids: [1, 2], pages: ['0', '1'] })
  })

  it('does not end at an empty page within', async () => {
    const walked = await walkThrough(number => page(3, ...([[1, 2], [], [5]][number] ?? [])))
    expect(walked.ids).toEqual([1, 2, 5])
  })

  it('counts pages itself where SOAR only counts records', async () => {
    const walked = await walkThrough(number => ({
      json: { count: 3, data: number === 0 ? records(1, 2) : records(3) },
    }))
    expect(walked).toEqual({ ids: [1, 2, 3], pages: ['0', '1'] })
  })

  it('gives a record that slipped to the next page once', async () => {
    const walked = await walkThrough(number =>
      page(
        2,
        ...([
          [1, 2],
          [2, 3],
        ][number] ?? []),
      ),
    )
    expect(walked.ids).toEqual([1, 2, 3])
  })

  it('reads bare arrays until one is short', async () => {
    const walked = await walkThrough(number => ({ json: number === 0 ? records(1, 2) : records(3) }))
    expect(walked).toEqual({ ids: [1, 2, 3], pages: ['0', '1'] })
  })

  it('ends where a bare array comes again and again', async () => {
    expect(await walkThrough(() => ({ json: records(1, 2) }))).toEqual({ ids: [1, 2], pages: ['0', '1'] })
  })

  it('fails where counted pages repeat, for the rest of the list is unknown', async () => {
    expect(await failureOf(walkThrough(() => page(3, 1, 2)))).toMatchObject({
      kind: 'unavailable',
      code: 'unreadable-answer',
      effect: 'none',
    })
  })

  it('fails where pages do not end', async () => {
    const failure = await failureOf(walkThrough(number => page(number + 2, number + 1)))
    expect(failure).toMatchObject({ kind: 'unavailable', code: 'unreadable-answer' })
    expect(server?.requests).toHaveLength(500)
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
