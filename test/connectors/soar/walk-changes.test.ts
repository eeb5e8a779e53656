import { createHttpClient } from '../../../src/connectors/http-client'
import { createReadCall, type ReadCall } from '../../../src/connectors/soar/call'
import type { ListQuery } from '../../../src/connectors/soar/query'
import { readAll } from '../../../src/connectors/soar/walk'
import { createManualClock } from '../../support/manual-clock'
import { randomFrom } from '../../support/shuffle'
import { type OpenedSoar, openSoar } from '../../support/soar-sandbox'

let soar: OpenedSoar
beforeEach(async () => {
  soar = await openSoar()
})
afterEach(() => soar.close())

const admin = { authorization: `Basic ${Buffer.from('soar_local_admin:password').toString('base64')}` }

/** Reads as any client does, with something happening in SOAR after each page. */
function callWith(change: (read: number) => Promise<void>): ReadCall {
  const clock = createManualClock()
  const headers = (): Record<string, string> => ({ 'ph-auth-token': soar.token })
  const call = createReadCall({ http: createHttpClient({ baseUrl: soar.url, clock, headers }), clock })
  let reads = 0
  return {
    async get(path, query) {
      const answer = await call.get(path, query)
      reads += 1
      await change(reads)
      return answer
    },
  }
}

async function createAll(names: string[]): Promise<number[]> {
  const { body } = await soar.post(
    '/rest/container',
    names.map(name => ({ name, label: 'events' })),
  )
  return body.map(({ id }: { id: number }) => id)
}

async function remove(id: number): Promise<void> {
  const { status } = await soar.send('DELETE', `/rest/container/${id}`, { headers: admin })
  expect(status).toBe(200)
}

const lists: [string, ListQuery][] = [
  ['by id', {}],
  ['by id, going down', { order: 'desc' }],
  ['by name', { sort: 'name' }],
  ['by the time of the last change, going down', { sort: 'container_update_time', order: 'desc' }],
  ['by id, with a bound of its own', { filters: [{ field: 'id__gt', value: 3 }] }],
]

describe.each(lists)('a walk %s while SOAR changes', (_, list) => {
  it.each([1, 2, 3])('misses and doubles nothing that is there all the time (seed %i)', async seed => {
    const random = randomFrom(seed)
    const lowest = list.filters === undefined ? 1 : 4
    const names = Array.from({ length: 23 }, () => `c${Math.floor(random() * 1_000)}`)
    const living = await createAll(names)
    const started = living.filter(id => id >= lowest)
    const removed = new Set<number>()
    const call = callWith(async read => {
      if (read > 8) return
      for (let n = 0; n < 2; n += 1) {
        const victim = living.splice(Math.floor(random() * living.length), 1)[0] ?? 0
        await remove(victim)
        removed.add(victim)
      }
      const changed = living[Math.floor(random() * living.length)]
      await soar.post(`/rest/container/${changed}`, { name: `changed ${read}` })
      living.push(...(await createAll([`a${read}`, `z${read}`])))
    })
    const found = (await readAll(call, '/rest/container', { pageSize: 4, ...list })).map(({ id }) => Number(id))
    expect(new Set(found).size).toBe(found.length)
    expect(started.filter(id => !removed.has(id) && !found.includes(id))).toEqual([])
    expect(removed.size).toBeGreaterThan(4)
  })
})

describe('a walk in another order than that of ids', () => {
  it('gives what slipped away at the end, and asks no second time for a single page', async () => {
    await createAll(['a', 'b', 'c', 'd', 'e'])
    const deleteFirst = async (read: number) => (read === 1 ? remove(1) : undefined)
    const names = async (call: ReadCall, pageSize: number) =>
      (await readAll(call, '/rest/container', { sort: 'name', pageSize })).map(({ name }) => name)
    expect(await names(callWith(deleteFirst), 2)).toEqual(['a', 'b', 'd', 'e', 'c'])
    let reads = 0
    const counting = callWith(async read => {
      reads = read
    })
    expect(await names(counting, 50)).toEqual(['b', 'c', 'd', 'e'])
    expect(reads).toBe(1)
  })
})
