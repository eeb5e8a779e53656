import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020'
import fc from 'fast-check'
import type { Column, EnrichmentKind, ResultTable } from '../../../src/domain/result-table'
import { loadContract } from '../../../src/http/contract'
import { parseResultTables } from '../../../src/mapping/result-tables'
import { openBridge, type RunningBridge } from '../../support/bridge'
import { openKey } from '../../support/open-key'
import { openUser } from '../../support/open-user'
import { countEnrichments } from '../../support/post-enrichment'
import { readTables } from '../../support/read-bridge'

// 5,000 requests with a commit for each one that is good.
jest.setTimeout(120_000)

const requestsAtOnce = 50
const rounds = 100
const nowhere = 'http://127.0.0.1:9'

interface Parameter {
  name: string
  in: string
}
interface Operation {
  parameters: { $ref: string }[]
  responses: Record<string, { $ref: string }>
}

const { document } = loadContract('openapi.yaml')
const parameters = document.components.parameters as unknown as Record<string, Parameter>
const tables = parseResultTables(readFileSync('tables/secops.yaml', 'utf8'), 'secops.yaml')
const resources = Object.entries(document.paths).flatMap(([path, methods]) => {
  const post = methods.post as unknown as Operation | undefined
  const kind = Object.keys(tables).find(name => path.endsWith(`/${name}`)) as EnrichmentKind | undefined
  if (post === undefined || kind === undefined) return []
  const flags = post.parameters.flatMap(({ $ref }) => {
    const parameter = parameters[$ref.split('/').at(-1) ?? '']
    return parameter?.in === 'query' ? [parameter.name] : []
  })
  return [{ path, kind, flags, responses: post.responses }]
})
type Resource = (typeof resources)[number]

const ajv = new Ajv2020({ strict: false }).addSchema(document, 'contract')
const schemaOf = ({ $ref }: { $ref: string }) =>
  ajv.compile({ $ref: `contract${$ref}/content/application~1json/schema` })

let bridge: RunningBridge
let writers: string[]
let meets: (resource: Resource, status: number, body: unknown) => boolean

beforeAll(async () => {
  bridge = await openBridge({ soarUrl: nowhere, soarToken: 'x', jiraUrl: nowhere })
  writers = [`Bearer ${await openKey(bridge, 'sn_sec_cmn.api_write')}`, await openUser(bridge, 'sn_sec_cmn.api_write')]
  const schemas = new Map(
    resources.flatMap(({ responses }) => Object.values(responses)).map(response => [response.$ref, schemaOf(response)]),
  )
  meets = ({ responses }, status, body) => {
    const response = responses[status] ?? responses.default
    return schemas.get(response?.$ref ?? '')?.(body) === true
  }
})
afterAll(() => bridge.close())

/** A request whose answer is known where `isGood`. */
interface Sent {
  resource: Resource
  isGood: boolean
  method: string
  suffix: string
  query: string
  /** Index of a writer, or what is shown instead. */
  as: number | string
  headers: Record<string, string>
  body: string
}

const time = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
const values: Record<Column['type'], (column: Column) => fc.Arbitrary<unknown>> = {
  string: () => fc.oneof(fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }), fc.integer(), fc.boolean()),
  integer: () => fc.oneof(fc.integer(), fc.integer().map(String)),
  decimal: () => fc.integer().map(value => `${value}.5`),
  boolean: () => fc.constantFrom(true, false, 'true', 'FALSE', '1', 0),
  datetime: () => time.chain(at => fc.constantFrom(at.toISOString(), at.toISOString().slice(0, 19).replace('T', ' '))),
  reference: () =>
    fc.oneof(
      fc.ipV4(),
      fc.domain(),
      fc.ipV4().map(value => ({ link: 'https://x.example', value })),
    ),
  choice: ({ choices = [] }) => fc.constantFrom(...choices, ...choices.map(choice => choice.toLowerCase())),
}

const mappingColumn = 'enrichment_mapping_id'

function recordOf({ columns }: ResultTable): fc.Arbitrary<Record<string, unknown>> {
  // A record that names a mapping is read by it, and none is configured here.
  const plain = columns.filter(({ name }) => name !== mappingColumn)
  const all = Object.fromEntries(plain.map(column => [column.name, values[column.type](column)]))
  const mandatory = columns.filter(({ mandatory }) => mandatory).map(({ name }) => name)
  const known = fc.record(all, { requiredKeys: mandatory }).map(record => filled(record, mandatory))
  return fc
    .tuple(known, fc.option(fc.integer()))
    .map(([record, score]) => ({ ...record, ...(score && { x_score: score }) }))
}

/** Blank text is no value: what must have one gets one. */
function filled(record: Record<string, unknown>, mandatory: string[]): Record<string, unknown> {
  const blank = mandatory.filter(name => typeof record[name] === 'string' && (record[name] as string).trim() === '')
  return { ...record, ...Object.fromEntries(blank.map(name => [name, 'x'])) }
}

const good: fc.Arbitrary<Sent> = fc.constantFrom(...resources).chain(resource => {
  const record = recordOf(tables[resource.kind])
  const flag = fc.constantFrom(true, false, 'true', 'false')
  const flags = fc.record(Object.fromEntries(resource.flags.map(name => [name, flag])), { requiredKeys: [] })
  const body = fc.oneof(
    fc.tuple(record, flags).map(([fields, own]) => ({ ...fields, ...own })),
    fc.tuple(record, flags).map(([fields, own]) => ({ fields, ...own })),
    fc.array(record, { minLength: 1, maxLength: 4 }),
    fc.array(record, { minLength: 1, maxLength: 4 }).map(fields => ({ fields })),
  )
  const hasOwnFlags = (posted: object) => resource.flags.some(name => Object.hasOwn(posted, name))
  return fc.tuple(body, flags, fc.nat({ max: 1 }), fc.option(fc.uuid())).map(
    ([posted, asked, as, key]): Sent => ({
      resource,
      isGood: true,
      method: 'POST',
      suffix: '',
      query: hasOwnFlags(posted) ? '' : `?${new URLSearchParams(asked as Record<string, string>)}`,
      as,
      headers: { 'Content-Type': 'application/json', ...(key !== null && { 'Idempotency-Key': key }) },
      body: JSON.stringify(posted),
    }),
  )
})

/** Each makes a good request worse, or leaves it good without knowing so. */
const mutations: fc.Arbitrary<(sent: Sent) => Partial<Sent>>[] = [
  fc.nat().map(at => ({ body }) => ({ body: body.slice(0, at % (body.length + 1)) })),
  fc.tuple(fc.nat(), fc.string({ unit: 'binary', maxLength: 3 })).map(([at, text]) => ({ body }) => {
    const place = at % (body.length + 1)
    return { body: body.slice(0, place) + text + body.slice(place) }
  }),
  fc.json().map(body => () => ({ body })),
  fc.constant(({ body }) => ({ body: body.replace('{', `{"${mappingColumn}":"nobody's","raw_data":"{}",`) })),
  fc.constant(({ body }) => ({ body: body.replace(/"(observable|cmdb_ci)":/, '"other":') })),
  fc.constantFrom('[]', '{}', '[1]', '{"a"', '[]]').map(value => ({ body }) => ({
    body: body.replace(/:"[^"]*"/, `:${value}`),
  })),
  fc
    .constantFrom('{"fields":[]}', '{"fields":{}}', '{"fields":null}', '{"fields":7}', '')
    .map(body => () => ({ body })),
  fc
    .constantFrom(
      '?include_wrap=maybe',
      '?simple_response=',
      '?include_wrap=true&include_wrap=false',
      '?%',
      '?__proto__=1',
    )
    .map(query => () => ({ query })),
  fc.constantFrom('PUT', 'DELETE', 'PATCH').map(method => () => ({ method })),
  fc.constantFrom('/', 's', '/../threat_lookup', '%2f').map(suffix => () => ({ suffix })),
  fc.constantFrom('text/plain', 'application/json, text/plain', 'x').map(type => ({ headers }) => ({
    headers: { ...headers, 'Content-Type': type },
  })),
  fc.string({ unit: 'grapheme-ascii', maxLength: 20 }).map(key => ({ headers }) => ({
    headers: { ...headers, 'Idempotency-Key': key.trim() },
  })),
  fc.string({ unit: 'grapheme-ascii', maxLength: 80 }).map(shown => () => ({ as: `Bearer ${shown}`.trim() })),
]
const bad = fc
  .tuple(good, fc.oneof(...mutations))
  .map(([sent, mutate]): Sent => ({ ...sent, ...mutate(sent), isGood: false }))

async function send({ resource, method, suffix, query, as, headers, body }: Sent) {
  const response = await fetch(`${bridge.url}${resource.path}${suffix}${query}`, {
    method,
    headers: { ...headers, Authorization: typeof as === 'string' ? as : (writers[as] ?? '') },
    body,
  })
  const answer: ReturnType<typeof JSON.parse> = await response.json()
  return { status: response.status, answer, isReplay: response.headers.has('idempotency-replayed') }
}

/** What is wrong with an answer, beside what it answers. */
function faultsOf(sent: Sent, { status, answer }: Awaited<ReturnType<typeof send>>): unknown[] {
  const isWrong = status >= 500 || (sent.isGood && status !== 201) || !meets(sent.resource, status, answer)
  return isWrong ? [{ sent, status, answer }] : []
}

/** Ids of stored results, by what lies in their tables and by what the accepted requests were answered. */
function storedIds(): { rows: string[]; answered: string[] } {
  const kinds = Object.keys(tables).map(kind => `select id from ${kind}_results`)
  const rows = readTables<{ id: string }>(bridge.folder, `${kinds.join(' union all ')} order by id`)
  const answers = readTables<{ answer: string }>(bridge.folder, 'select answer from idempotency_keys')
  const answered = answers.flatMap(({ answer }) => JSON.parse(answer) as { id?: string }[])
  return { rows: rows.map(({ id }) => id), answered: answered.flatMap(({ id }) => id ?? []).sort() }
}

test('5,000 requests, good and mutated, are answered by the contract, and what is refused leaves no row', async () => {
  const seen: Record<string, number> = {}
  const property = fc.asyncProperty(
    fc.array(fc.oneof(good, bad), { minLength: requestsAtOnce, maxLength: requestsAtOnce }),
    async batch => {
      const before = countEnrichments(bridge)
      const answers = await Promise.all(batch.map(send))
      const after = countEnrichments(bridge)
      for (const { status } of answers) seen[status] = (seen[status] ?? 0) + 1
      expect(answers.flatMap((answer, index) => faultsOf(batch[index] as Sent, answer))).toEqual([])
      const stored = answers.filter(({ status, isReplay }) => status < 300 && !isReplay).length
      expect((after.idempotency_keys ?? 0) - (before.idempotency_keys ?? 0)).toBe(stored)
    },
  )
  await fc.assert(property, { numRuns: rounds, endOnFailure: true })
  const { rows, answered } = storedIds()
  expect(rows).toEqual(answered)
  expect(Object.values(seen).reduce((sum, count) => sum + count)).toBe(requestsAtOnce * rounds)
  for (const status of [201, 200, 400, 401, 405, 415]) expect(seen[status] ?? 0).toBeGreaterThan(20)
})
