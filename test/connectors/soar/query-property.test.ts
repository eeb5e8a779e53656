import { createHttpClient } from '../../../src/connectors/http-client'
import { createReadCall, type ReadCall } from '../../../src/connectors/soar/call'
import { readPage } from '../../../src/connectors/soar/read-page'
import { readAll } from '../../../src/connectors/soar/walk'
import type { JsonObject } from '../../../src/domain/json'
import { createManualClock } from '../../support/manual-clock'
import { answerNaively, type NaiveOperators, naiveOperators } from '../../support/naive-query'
import { createQueryWorld } from '../../support/query-world'
import { createRandomQuery, type RandomQuery } from '../../support/random-query'
import { type OpenedSoar, openSoar } from '../../support/soar-sandbox'

/** Another one asks other questions of other data; what fails says its own. */
const firstSeed = Number(process.env.QUERY_SEED ?? 20_260_101)
const queriesAtOnce = 8
const world = createQueryWorld(firstSeed)

let soar: OpenedSoar
let call: ReadCall
beforeAll(async () => {
  soar = await openSoar(world.options)
  const clock = createManualClock()
  const headers = (): Record<string, string> => ({ 'ph-auth-token': soar.token })
  call = createReadCall({ http: createHttpClient({ baseUrl: soar.url, clock, headers }), clock })
})
afterAll(() => soar.close())

const idsOf = (rows: readonly JsonObject[]) => rows.map(({ id }) => id)

/** One page, and where `whole` the whole list, as the client has it from the sandbox. */
async function ask({ type, list, page }: RandomQuery, whole: boolean): Promise<string> {
  const path = `/rest/${type}`
  const { items, count, pages } = await readPage(call, path, { list, number: page })
  const all = whole ? idsOf(await readAll(call, path, { ...list, pageSize: 25 })) : null
  return JSON.stringify({ ids: idsOf(items), count, pages, all })
}

function expectNaively(query: RandomQuery, whole: boolean, operators: NaiveOperators): string {
  const rows = answerNaively(world, query, operators)
  const size = query.list.pageSize ?? 100
  const pages = Math.ceil(rows.length / size)
  const shown = rows.slice(query.page * size, (query.page + 1) * size)
  const all = whole ? idsOf(rows) : null
  if (query.page > 0 && query.page >= pages) return JSON.stringify({ ids: [], count: null, pages: query.page, all })
  return JSON.stringify({ ids: idsOf(shown), count: rows.length, pages, all })
}

/** The first query that is answered otherwise, or null. */
async function findDifference(count: number, operators: NaiveOperators = naiveOperators): Promise<string | null> {
  for (let done = 0; done < count; done += queriesAtOnce) {
    const seeds = Array.from({ length: queriesAtOnce }, (_, n) => firstSeed + done + n)
    const differences = await Promise.all(seeds.map(seed => compare(seed, operators)))
    const first = differences.find(difference => difference !== null)
    if (first !== undefined) return first
  }
  return null
}

async function compare(seed: number, operators: NaiveOperators): Promise<string | null> {
  const query = createRandomQuery(world, seed)
  const whole = seed % 20 === 0
  const expected = expectNaively(query, whole, operators)
  const found = await ask(query, whole).catch((error: unknown) => String(error))
  if (found === expected) return null
  const asked = JSON.stringify({ type: query.type, ...query.list, page: query.page })
  return `seed ${seed}: ${asked}\nclient and sandbox: ${found}\nnaive filter: ${expected}`
}

describe('client and sandbox together', () => {
  it('answer 5,000 random queries as a naive filter does', async () => {
    expect(await findDifference(5_000)).toBeNull()
  }, 120_000)

  it('are asked for what is there, not for nothing only', () => {
    const counts = Array.from({ length: 500 }, (_, n) => answerNaively(world, createRandomQuery(world, n)).length)
    expect(counts.filter(count => count > 0).length).toBeGreaterThan(250)
  })

  const faults: [string, NaiveOperators][] = [
    ['gte', { gte: (value, operand) => (value as number) > (operand as number) }],
    ['icontains', { icontains: (value, operand) => String(value).includes(String(operand)) }],
    ['range', { range: (value, operand) => (value as number) >= Math.min(...(operand as number[])) }],
    ['endswith', { endswith: (value, operand) => String(value).includes(String(operand)) }],
    ['iregex', { iregex: (value, operand) => new RegExp(String(operand), 's').test(String(value)) }],
    ['no operator', { '': () => true }],
  ]

  it.each(faults)('are found to differ where the naive filter is wrong about %s', async (_, fault) => {
    expect(await findDifference(5_000, { ...naiveOperators, ...fault })).toMatch(/^seed \d+: /)
  })
})
