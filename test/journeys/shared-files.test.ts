import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createFolder } from '../support/open-store'
import { openSharedStage, type SharedStage, untilPolled } from '../support/shared-stage'
import type { Entry } from '../support/stage'
import { waitUntil } from '../support/wait-until'

const [home, copy] = [0, 1]
let stage: SharedStage
let key: string

beforeAll(async () => {
  const folder = createFolder()
  const rules = readFileSync('rules/soar.yaml', 'utf8').replace('maxMegabytes: 10', 'maxMegabytes: 0.002')
  writeFileSync(path.join(folder, 'share.yaml'), rules)
  stage = await openSharedStage([{ name: 'share', from: 'soar', soar: 'soar-2', rules: 'share.yaml' }], { folder })
  await untilPolled(stage)
  key = (await stage.jira.file({ summary: 'Mail with a file' })).key
  await waitUntil('it is shared', async () => (await stage.containers(copy)).length > 0)
  await stage.quiet()
}, 60_000)
afterAll(() => stage.close())

async function put(soar: number, name: string, content: string | Buffer): Promise<void> {
  const file = { container_id: 1, file_name: name, file_content: Buffer.from(content).toString('base64') }
  expect((await stage.soars[soar]?.post('/rest/container_attachment', file))?.status).toBe(200)
}

async function filesOf(soar: number): Promise<Entry[]> {
  return (await stage.soars[soar]?.list('/rest/container_attachment', { pretty: '' }))?.body.data
}

const namesOf = async (soar: number) => (await filesOf(soar)).map(({ name }) => String(name)).sort()
const holds = async (soar: number, name: string) => (await namesOf(soar)).some(one => one.endsWith(name))
const underTicket = async () =>
  (await stage.jira.call('GET', `/rest/api/3/issue/${key}?fields=attachment`)).body.fields.attachment
const marked = (name: string) => expect.stringMatching(new RegExp(`^[0-9a-f]{26}-${name}$`))

/** The upload arrives, and its answer is lost. */
const loseAnswer = async (soar: number) =>
  stage.soars[soar]?.scenario({
    name: 'reset-after-commit',
    method: 'POST',
    path: '/rest/container_attachment',
    times: 1,
  })

test('a file of either SOAR reaches the other one and the ticket once, also through an upload whose answer is lost', async () => {
  await loseAnswer(copy)
  await put(home, 'west.txt', 'from the west')
  await waitUntil('it went there', () => holds(copy, 'west.txt'))
  await stage.quiet()
  await loseAnswer(home)
  await put(copy, 'east.txt', 'from the east')
  await waitUntil('it came home', () => holds(home, 'east.txt'))
  await waitUntil('and to the ticket', async () => (await underTicket()).length === 2)
  await stage.quiet()
  expect(await namesOf(home)).toEqual([marked('east.txt'), 'west.txt'].sort(byMark))
  expect(await namesOf(copy)).toEqual([marked('west.txt'), 'east.txt'].sort(byMark))
  expect((await underTicket()).map(({ filename }: Entry) => filename)).toEqual([marked('west.txt'), marked('east.txt')])
  const hashes = async (soar: number) => (await filesOf(soar)).map(({ _pretty_hash: hash }) => String(hash)).sort()
  expect(await hashes(home)).toEqual(await hashes(copy))
})

test('the same bytes under another name are not told again, and what is too large stays, with the reason', async () => {
  const before = [await namesOf(home), await namesOf(copy)].map(({ length }) => length)
  await put(home, 'again.txt', 'from the east')
  await put(copy, 'once more.txt', 'from the west')
  await put(home, 'large.bin', randomBytes(2_001))
  await put(copy, 'larger.bin', randomBytes(2_002))
  const held = (size: number) =>
    stage.rows(`select 1 from changes where decisions like '%files.maxMegabytes: ${size} bytes%'`).length > 0
  await waitUntil('both large ones were decided', () => held(2_001) && held(2_002))
  await stage.quiet()
  expect([await namesOf(home), await namesOf(copy)].map(({ length }) => length)).toEqual(before.map(count => count + 2))
  expect(stage.rows("select kind, reason from jobs where state in ('dead', 'unknown')")).toEqual([])
})

/** Marked names begin with a digit or one of a to f, and no name of ours does. */
function byMark(one: unknown, other: unknown): number {
  return Number(typeof one === 'string') - Number(typeof other === 'string')
}
