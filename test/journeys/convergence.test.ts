import { setTimeout as sleep } from 'node:timers/promises'
import { type DoneEdit, endOfCollision, mistakeIn, type RightEnds, rightEnds } from '../support/agreement-model'
import { isQuiet } from '../support/read-bridge'
import { randomFrom } from '../support/shuffle'
import { type Entry, openStage, type Stage } from '../support/stage'
import {
  type EditedField,
  editedFields,
  openTwoSides,
  type Pair,
  type SideName,
  type TwoSides,
  twoSidedStage,
  words,
} from '../support/two-sides'
import { waitUntil } from '../support/wait-until'

/** `SOARBRIDGE_EDITS=1000` for the long run. */
const count = Number(process.env.SOARBRIDGE_EDITS ?? 150)
const seed = Number(process.env.SOARBRIDGE_SEED ?? 1)
const tickets = 6
const convergeMs = 10_000

let stage: Stage
let sides: TwoSides
let startedWith: number
const random = randomFrom(seed)
const below = (limit: number) => Math.floor(random() * limit)
const done = new Map<string, DoneEdit[]>()
const tags = new Map<Pair, string[]>()
const tagging = new Map<Pair, Promise<void>>()
const said = new Map<Pair, string[]>()
let edits = 0

beforeAll(async () => {
  stage = await openStage(twoSidedStage(1))
  sides = await openTwoSides(stage, tickets)
  // The first look finds the containers as they are.
  await sleep(2_500)
  startedWith = await sides.effects()
}, 30_000)
afterAll(() => stage.close())

const editsOf = (pair: Pair, field: EditedField) => done.get(`${pair.id} ${field}`) ?? []

/** Not what stands there, nor the last value: an edit changes something, and no two edits are one. */
function freshValue(pair: Pair, field: EditedField, now: string): string {
  edits += 1
  if (field === 'description') return `text ${edits}`
  const last = editsOf(pair, field).at(-1)?.value
  const choice = words[field].filter(word => word !== now && word !== last)
  return choice[below(choice.length)] ?? 'none'
}

async function change(pair: Pair, side: SideName, field: EditedField): Promise<void> {
  const now = await sides[side].view(pair)
  const value = freshValue(pair, field, now[field])
  const edit = { side, value, from: Date.now(), to: Number.POSITIVE_INFINITY }
  done.set(`${pair.id} ${field}`, [...editsOf(pair, field), edit])
  const isTaken = await sides[side].edit(pair, { field, value })
  edit.to = Date.now()
  // The bridge was faster: it stands there already, and nobody changed anything.
  if (!isTaken)
    done.set(
      `${pair.id} ${field}`,
      editsOf(pair, field).filter(one => one !== edit),
    )
}

async function talk(pair: Pair, side: SideName): Promise<void> {
  edits += 1
  const text = `said number ${edits} there`
  said.set(pair, [...(said.get(pair) ?? []), text])
  await sides[side].say(pair, text)
}

/** SOAR takes tags as a whole: who writes them while others do writes over theirs. So each container has one who tags. */
async function tag(pair: Pair): Promise<void> {
  edits += 1
  const name = `tag-${edits}`
  const before = tagging.get(pair)
  const side = sides.pairs.indexOf(pair) % 2 === 0 ? 'ticket' : 'soar'
  const done = (async () => {
    await before
    await sides[side].addTag(pair, name)
  })()
  tagging.set(pair, done)
  tags.set(pair, [...(tags.get(pair) ?? []), name])
  await done
}

/** One thing that somebody does; now and then two people do it to the same field at once. */
async function act(): Promise<void> {
  const pair = sides.pairs[below(tickets)] as Pair
  const side = below(2) === 0 ? 'ticket' : 'soar'
  const kind = below(editedFields.length + 2)
  const field = editedFields[kind]
  if (field === undefined) return kind === editedFields.length ? talk(pair, side) : tag(pair)
  if (below(4) > 0) return change(pair, side, field)
  await Promise.all([change(pair, 'ticket', field), change(pair, 'soar', field)])
}

async function mistakes(): Promise<string[]> {
  const found: string[] = []
  for (const pair of sides.pairs) {
    const view = await sides.view(pair)
    const add = (mistake: string) => found.push(`${pair.key} ${mistake}`)
    for (const field of editedFields) {
      const own = editsOf(pair, field)
      if (own.length === 0) continue
      const mistake = mistakeIn(field, rightEnds(field, own), view)
      if (mistake !== null) add(`${mistake}, after ${JSON.stringify(own.slice(-4))}`)
    }
    for (const side of ['ticket', 'soar'] as const) {
      for (const text of said.get(pair) ?? []) {
        const times = view[side].talk.filter(one => one.includes(text)).length
        if (times !== 1) add(`${side} tells ${times} times: ${text}`)
      }
      const missing = (tags.get(pair) ?? []).filter(name => !view[side].tags.includes(name))
      if (missing.length > 0) add(`${side} lacks ${missing.join(', ')}`)
    }
  }
  return found
}

/** The moment after a look into SOAR: what happens now is not heard before the next one. */
async function freshLook(): Promise<void> {
  const looks = async () => {
    const { requests } = (await stage.soar.get('/_sandbox/requests')).body
    return requests.filter(({ method, path }: Entry) => method === 'GET' && path === '/rest/note').length
  }
  const before = await looks()
  await waitUntil('the next look', async () => (await looks()) > before)
}

async function collide(pair: Pair, field: EditedField): Promise<RightEnds> {
  const now = await sides.view(pair)
  const ticket = freshValue(pair, field, now.ticket[field])
  const others = field === 'description' ? [`other ${ticket}`] : words[field]
  const soar = others.find(word => ![ticket, now.soar[field], now.ticket[field]].includes(word)) ?? 'none'
  await Promise.all([sides.ticket.edit(pair, { field, value: ticket }), sides.soar.edit(pair, { field, value: soar })])
  return endOfCollision(field, ticket, soar)
}

async function converge(check: () => Promise<string[]>): Promise<number> {
  const endedAt = Date.now()
  let left = await check()
  while ((left.length > 0 || !isQuiet(stage.bridge.folder)) && Date.now() - endedAt < convergeMs) {
    await sleep(200)
    left = await check()
  }
  expect(left).toEqual([])
  return Date.now() - endedAt
}

test('edits on both sides at random times converge to what the policies say, at two effects an edit, and rest', async () => {
  const underway: Promise<void>[] = []
  while (edits < count) {
    underway.push(act())
    await sleep(random() * 150)
  }
  await Promise.all(underway)
  const took = await converge(mistakes)
  await sleep(1_500)
  const effects = (await sides.effects()) - startedWith
  process.stderr.write(`${edits} edits, converged ${took} ms after the last, ${effects / edits} effects an edit\n`)
  expect(effects).toBeLessThanOrEqual(2 * edits)
  await sleep(2_500)
  expect((await sides.effects()) - startedWith).toBe(effects)
  expect(await mistakes()).toEqual([])
}, 600_000)

test.each(editedFields)(
  'of two edits of %s in the same moment the policy decides, and none is lost unheard',
  async field => {
    await freshLook()
    const ends = new Map<Pair, RightEnds>()
    await Promise.all(sides.pairs.map(async pair => void ends.set(pair, await collide(pair, field))))
    await converge(async () => {
      const found = [...ends].map(async ([pair, end]) => mistakeIn(field, end, await sides.view(pair)))
      return (await Promise.all(found)).filter(mistake => mistake !== null)
    })
  },
)
