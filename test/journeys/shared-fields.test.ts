import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parse, stringify } from 'yaml'
import { createFolder } from '../support/open-store'
import { openSharedStage, type SharedStage, untilPolled } from '../support/shared-stage'
import type { Entry } from '../support/stage'
import { waitUntil } from '../support/wait-until'

const [home, copy] = [0, 1]
let stage: SharedStage
/** Numbers of the users: one is known to both SOARs by his address, one to each alone. */
const users: Record<string, number>[] = []

beforeAll(async () => {
  const folder = createFolder()
  const rules = parse(readFileSync('rules/soar.yaml', 'utf8'))
  rules.container.owner = ['owner']
  rules.container.customFields = { closing_reason: '{closeReason}' }
  rules.container.tags = [{ from: 'tags' }, { use: 'case', when: { field: 'isCase', equals: true } }]
  rules.fields.owner = { direction: 'both', conflict: 'latest' }
  rules.fields.closeReason = { direction: 'to-ticket' }
  rules.toTicket.owner = [{ field: 'owner' }]
  rules.toTicket.closing = [{ field: 'closing_reason', text: '{closing.reason}' }]
  writeFileSync(path.join(folder, 'share.yaml'), stringify(rules))
  stage = await openSharedStage([{ name: 'share', from: 'soar', soar: 'soar-2', rules: 'share.yaml' }], {
    folder,
    closeReasonField: 'closing_reason',
    users: [
      ['both', 'boss', 'west'],
      ['both', 'boss', 'east'],
    ],
  })
  for (const at of [home, copy]) {
    const listed = await stage.soars[at]?.get('/rest/ph_user')
    users.push(
      Object.fromEntries(listed?.body.data.map(({ username, id }: { username: string; id: number }) => [username, id])),
    )
  }
  await untilPolled(stage)
  await stage.soars[home]?.post('/rest/container', { name: 'Beacon', label: 'events', severity: 'low' })
  await waitUntil('it is shared', async () => (await stage.containers(copy)).length > 0)
  await stage.quiet()
}, 60_000)
afterAll(() => stage.close())

const change = async (at: number, fields: object) => {
  expect((await stage.soars[at]?.post('/rest/container/1', fields))?.status).toBe(200)
}
const read = async (at: number) => (await stage.soars[at]?.get('/rest/container/1'))?.body
const userOf = (at: number, name: string) => users[at]?.[name]

const both = async (says: string, isTrue: (container: Entry) => boolean) => {
  await waitUntil(says, async () => isTrue(await read(home)) && isTrue(await read(copy)))
  await stage.quiet()
}
const owners = async () => [(await read(home)).owner, (await read(copy)).owner]

test('an owner whom both know goes both ways', async () => {
  await change(home, { owner_id: userOf(home, 'both') })
  await waitUntil('the copy has her', async () => (await read(copy)).owner === userOf(copy, 'both'))
  await stage.quiet()
  await change(copy, { owner_id: userOf(copy, 'boss') })
  await waitUntil('home has her boss', async () => (await read(home)).owner === userOf(home, 'boss'))
  await stage.quiet()
  expect(await owners()).toEqual([userOf(home, 'boss'), userOf(copy, 'boss')])
})

test('an owner whom only one SOAR knows stays hers, is told in the timeline, and takes nobody from the other one', async () => {
  await change(home, { owner_id: userOf(home, 'west') })
  const left = () =>
    stage.rows("select 1 from jobs where state = 'confirmed' and reason = 'owner: SOAR has no such user'")
  await waitUntil('the copy cannot have her', () => left().length === 1)
  await stage.quiet()
  expect(await owners()).toEqual([userOf(home, 'west'), userOf(copy, 'boss')])
  await change(copy, { owner_id: userOf(copy, 'east') })
  await waitUntil('nor can home have his', () => left().length === 2)
  await stage.quiet()
  expect(await owners()).toEqual([userOf(home, 'west'), userOf(copy, 'east')])
  await change(copy, { severity: 'medium' })
  await both('and that is no news later on', ({ severity }) => severity === 'medium')
  expect(await owners()).toEqual([userOf(home, 'west'), userOf(copy, 'east')])
  await change(home, { owner_id: userOf(home, 'both') })
  await waitUntil('whom both know goes on', async () => (await read(copy)).owner === userOf(copy, 'both'))
  await stage.quiet()
  expect(await owners()).toEqual([userOf(home, 'both'), userOf(copy, 'both')])
})

test('a container whose owner only home knows is made without, and home keeps her', async () => {
  const body = { name: 'Lure', label: 'events', owner_id: userOf(home, 'west') }
  const id = (await stage.soars[home]?.post('/rest/container', body))?.body.id
  await waitUntil('it is shared', async () => (await stage.containers(copy)).length === 2)
  await stage.quiet()
  expect((await stage.containers(copy)).map(({ owner }) => owner)).toContain(null)
  expect((await stage.soars[home]?.get(`/rest/container/${id}`))?.body.owner).toBe(userOf(home, 'west'))
})

test('due time and tags go both ways, sensitivity from home', async () => {
  await change(copy, { due_time: '2027-03-04T05:06:07Z', tags: ['theirs'] })
  await both('home has them', ({ due_time, tags }) => isTime(due_time, '2027-03-04T05:06:07Z') && tags[0] === 'theirs')
  await change(home, { due_time: '2027-04-05T06:07:08Z', tags: ['ours', 'theirs'], sensitivity: 'green' })
  await both('so has the copy', ({ due_time, tags }) => isTime(due_time, '2027-04-05T06:07:08Z') && tags.length === 2)
  expect((await read(copy)).sensitivity).toBe('green')
})

test('a promotion and a closing reason go as the rules say', async () => {
  await change(home, { container_type: 'case' })
  await waitUntil('the copy is marked', async () => (await read(copy)).tags.includes('case'))
  await stage.quiet()
  await change(copy, { status: 'closed', custom_fields: { closing_reason: 'A false alarm' } })
  await both('both are closed', ({ status }) => status === 'closed')
  expect([(await read(home)).custom_fields, (await read(copy)).custom_fields]).toEqual([
    { closing_reason: 'A false alarm' },
    { closing_reason: 'A false alarm' },
  ])
  const before = await stage.countEffects()
  await stage.quiet()
  expect(await stage.countEffects()).toEqual(before)
  expect(stage.rows("select kind, reason from jobs where state in ('dead', 'unknown')")).toEqual([])
})

const isTime = (told: string, wanted: string) => Date.parse(told) === Date.parse(wanted)
