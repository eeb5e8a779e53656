import { createHttpClient } from '../../../src/connectors/http-client'
import { createReadCall } from '../../../src/connectors/soar/call'
import { createOwners, type ResolvedOwner } from '../../../src/connectors/soar/owner'
import type { JsonObject } from '../../../src/domain/json'
import { type ReceivedRequest, type Reply, type ScriptedServer, startScriptedServer } from '../../support/http-server'
import { createManualClock } from '../../support/manual-clock'
import { failed, list } from '../../support/soar-script'

let server: ScriptedServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

const users = [
  { id: 8, username: 'jane', email: 'Jane@Example.com', is_active: true },
  { id: 9, username: 'joe@example.com', email: '', is_active: true },
  { id: 10, username: 'shared1', email: 'team@example.com', is_active: true },
  { id: 11, username: 'shared2', email: 'TEAM@example.com', is_active: true },
  { id: 12, username: 'left', email: 'left@example.com', is_active: false },
]

/** Filters as SOAR does: the name exactly, the address in any case. */
function answerUsers({ query }: ReceivedRequest): Reply {
  const name = JSON.parse(query.get('_filter_username') ?? 'null') as string | null
  const email = JSON.parse(query.get('_filter_email__iexact') ?? 'null') as string | null
  return list(...users.filter(user => user.username === name || user.email.toLowerCase() === email?.toLowerCase()))
}

async function stageOwners(script: (request: ReceivedRequest) => Reply) {
  const started = await startScriptedServer(script)
  server = started
  const clock = createManualClock()
  const owners = createOwners(clock)
  const call = createReadCall({ http: createHttpClient({ baseUrl: started.url, clock }), clock })
  const resolve = (owner: string): Promise<ResolvedOwner> => owners.resolve(call, owner)
  return { resolve, clock, requests: started.requests }
}

describe('an owner', () => {
  it.each([
    ['jane', 8],
    ['jane@example.com', 8],
    ['joe@example.com', 9],
  ])('%s is user %i', async (owner, id) => {
    const { resolve } = await stageOwners(answerUsers)
    expect(await resolve(owner)).toEqual({ id })
  })

  it.each([
    ['jan', 'no such user'],
    ['JANE', 'no such user'],
    ['', 'no such user'],
    ['left', 'no such user'],
    ['team@example.com', 'several'],
    ['x" or "1"="1', 'no such user'],
  ])('%j is nobody, with a note', async (owner, note) => {
    const { resolve } = await stageOwners(answerUsers)
    expect(await resolve(owner)).toEqual({ id: null, note: expect.stringContaining(note) })
  })

  it('is not guessed where SOAR drops the filter', async () => {
    const { resolve } = await stageOwners(() => list(...(users.slice(0, 1) as JsonObject[])))
    expect(await resolve('someone@example.com')).toMatchObject({ id: null })
  })

  it('is not told by a note', async () => {
    const { resolve } = await stageOwners(answerUsers)
    expect((await resolve('secret-name')).note).not.toContain('secret-name')
  })

  it.each(['jane', 'nobody'])('%s is remembered for ten minutes', async owner => {
    const { resolve, clock, requests } = await stageOwners(answerUsers)
    const first = await resolve(owner)
    clock.advance(599_999)
    expect(await resolve(owner)).toEqual(first)
    expect(requests).toHaveLength(1)
    clock.advance(1)
    await resolve(owner)
    expect(requests).toHaveLength(2)
  })

  it('is forgotten when a thousand others came after', async () => {
    const { resolve, requests } = await stageOwners(answerUsers)
    await resolve('jane')
    for (let index = 0; index < 1_000; index += 1) await resolve(`user${index}`)
    await resolve('jane')
    expect(requests).toHaveLength(1_002)
  })

  it('is left open where we may not read users', async () => {
    const { resolve } = await stageOwners(() => failed('You do not have permission; it does not have permission', 403))
    expect(await resolve('jane')).toEqual({ id: null, note: expect.stringContaining('may not read users') })
  })

  it('is not remembered as nobody when SOAR failed', async () => {
    let isDown = true
    const { resolve } = await stageOwners(request => (isDown ? failed('x', 500) : answerUsers(request)))
    await expect(resolve('jane')).rejects.toMatchObject({ kind: 'unavailable', effect: 'none' })
    isDown = false
    expect(await resolve('jane')).toEqual({ id: 8 })
  })
})
