import path from 'node:path'
import { Sqlite } from '../../../src/store/sqlite-library'
import { openBridge, type RunningBridge } from '../../support/bridge'
import { audience, type IdentityProvider, roleMap, startIdentityProvider } from '../../support/identity-provider'
import { openKey } from '../../support/open-key'
import { openUser } from '../../support/open-user'
import { countEnrichments, postEnrichment, someLookup } from '../../support/post-enrichment'

const nowhere = 'http://127.0.0.1:9'
const ways = ['a key', 'a user', 'an access token'] as const
type Way = (typeof ways)[number]

let provider: IdentityProvider
let bridge: RunningBridge
let writers: Record<Way, string>
let strangers: Record<Way, string>

beforeAll(async () => {
  provider = await startIdentityProvider()
  const oidc = { issuer: provider.issuer, audience, roles: roleMap }
  bridge = await openBridge({ soarUrl: nowhere, soarToken: 'x', jiraUrl: nowhere, access: { oidc } })
  const lasting = { exp: 4_102_444_800 }
  writers = {
    'a key': `Bearer ${await openKey(bridge, 'sn_sec_cmn.api_write')}`,
    'a user': await openUser(bridge, 'sn_sec_cmn.api_write'),
    'an access token': `Bearer ${await provider.issue({ claims: { ...lasting, roles: ['scripts'] } })}`,
  }
  strangers = {
    'a key': `Bearer ${await openKey(bridge, 'bridge.admin', 'bridge.soar_write')}`,
    'a user': await openUser(bridge, 'bridge.admin'),
    'an access token': `Bearer ${await provider.issue({ claims: { ...lasting, roles: ['admins'] } })}`,
  }
})
afterAll(async () => {
  await bridge.close()
  await provider.close()
})

const names = ['ignore_mandatory_fields', 'include_wrap', 'simple_response'] as const
type Flags = Record<(typeof names)[number], boolean>
const combinations = Array.from(
  { length: 8 },
  (_, bits): Flags => ({
    ignore_mandatory_fields: (bits & 1) > 0,
    include_wrap: (bits & 2) > 0,
    simple_response: (bits & 4) > 0,
  }),
)

interface Failing {
  message: string
  status: number
  /** Bodies that are answered so; where flags can stand in them they do too. */
  bodies: unknown[]
  /** Those who are answered so; writers unless given. */
  isStranger?: boolean
  /** Whether it is answered so with these flags. */
  unless?: (flags: Flags) => boolean
}

const failing: Failing[] = [
  { message: 'Insufficient access', status: 403, bodies: [someLookup, {}, 'no JSON'], isStranger: true },
  { message: 'Invalid post body', status: 400, bodies: ['', '{}', '[]', 'null', '"x"', '{"a":1', { fields: 'x' }] },
  {
    message: 'No fields supplied',
    status: 400,
    bodies: [{ fields: {} }, { fields: { observable: '', finding: null } }],
  },
  {
    message: 'Mandatory fields missing: observable,source_engine,finding',
    status: 400,
    bodies: [{ fields: { result: 'x' } }, { result: 'x' }],
    unless: flags => flags.ignore_mandatory_fields,
  },
  {
    message: 'Mandatory fields missing: finding',
    status: 400,
    bodies: [{ ...someLookup, finding: ' ' }],
    unless: flags => flags.ignore_mandatory_fields,
  },
  {
    message: 'Unable to persist record',
    status: 400,
    bodies: [{ ...someLookup, first_found: 'yesterday' }, { fields: { ...someLookup, finding: 'Evil' } }],
  },
]

const queryOf = (flags: Flags) =>
  `?${new URLSearchParams(Object.fromEntries(names.map(name => [name, String(flags[name])])))}`
const described = (flags: Flags) => names.filter(name => flags[name]).join(' and ') || 'no flag'
const matrix = failing.flatMap(one =>
  combinations
    .filter(flags => one.unless?.(flags) !== true)
    .flatMap(flags => ways.map(way => ({ ...one, flags, way, with: described(flags) }))),
)

test.each(matrix)('$message is answered to $way with $with', async one => {
  const as = one.isStranger === true ? strangers[one.way] : writers[one.way]
  const before = countEnrichments(bridge)
  for (const body of one.bodies) {
    const asked = [{ as, query: queryOf(one.flags), body }]
    if (typeof body === 'object') asked.push({ as, query: '', body: { ...body, ...one.flags } })
    for (const posted of asked) {
      const answer = await postEnrichment(bridge, posted)
      expect(answer.status).toBe(one.status)
      expect(answer.headers.get('content-type')).toBe('application/json')
      expect(answer.body).toEqual({
        error: { message: one.message, detail: expect.any(String) },
        status: 'failure',
      })
    }
  }
  expect(countEnrichments(bridge)).toEqual(before)
})

test.each(ways)(
  'what misses mandatory fields is stored for %s with ignore_mandatory_fields, whatever the other flags',
  async way => {
    for (const flags of combinations.filter(({ ignore_mandatory_fields: ignores }) => ignores)) {
      const body = { result: `${way} ${described(flags)}` }
      const { status } = await postEnrichment(bridge, { as: writers[way], query: queryOf(flags), body })
      expect(status).toBe(201)
    }
  },
)

/** Changes the database from outside, and back. */
async function withDatabase(statements: string, undo: string, check: () => Promise<void>): Promise<void> {
  const db = new Sqlite(path.join(bridge.folder, 'bridge.db'), { timeout: 5000 })
  try {
    db.exec(statements)
    await check()
  } finally {
    db.exec(undo)
    db.close()
  }
}

describe.each(ways)('to %s', way => {
  test.each(combinations)('a refused insert is Unable to persist record, and may be tried again (%j)', async flags => {
    const body = { ...someLookup, result: `${way} ${described(flags)}` }
    const posted = { as: writers[way], query: queryOf(flags), body }
    const before = countEnrichments(bridge)
    const trigger = `create trigger refuse before insert on threat_lookup_results
      begin select raise(abort, 'refused by this test'); end`
    await withDatabase(trigger, 'drop trigger refuse', async () => {
      const { status, body: answer, headers } = await postEnrichment(bridge, posted)
      expect({ status, answer }).toEqual({
        status: 503,
        answer: { error: { message: 'Unable to persist record', detail: expect.any(String) }, status: 'failure' },
      })
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
      expect(countEnrichments(bridge)).toEqual(before)
    })
    expect((await postEnrichment(bridge, posted)).status).toBe(201)
  })

  test.each(combinations)('what nobody thought of is Unknown error, and told in the log only (%j)', async flags => {
    const body = { ...someLookup, result: `unknown ${way} ${described(flags)}` }
    const posted = { as: writers[way], query: queryOf(flags), body }
    expect((await postEnrichment(bridge, posted)).status).toBe(201)
    const before = countEnrichments(bridge)
    const told = bridge.lines.length
    await withDatabase("update idempotency_keys set answer = 'no JSON'", 'select 1', async () => {
      const { status, body: answer } = await postEnrichment(bridge, posted)
      expect({ status, answer }).toEqual({
        status: 500,
        answer: { error: { message: 'Unknown error', detail: 'The log of the bridge tells more.' }, status: 'failure' },
      })
    })
    expect(countEnrichments(bridge)).toEqual(before)
    expect(bridge.lines.slice(told).map(({ message }) => message)).toContain('request.failed')
  })
})
