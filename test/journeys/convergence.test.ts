import { setTimeout as sleep } from 'node:timers/promises'
import { judgeHistory } from '../support/agreement-model'
import { isQuiet } from '../support/read-bridge'
import { readHistories, type TagWrite } from '../support/read-history'
import { randomFrom } from '../support/shuffle'
import { type Entry, openStage, type Stage } from '../support/stage'
import {
  type EditedField,
  editedFields,
  openTwoSides,
  type Pair,
  type SideName,
  type SideView,
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
const starts = new Map<Pair, SideView>()
const last = new Map<string, string>()
const tags = new Map<Pair, Map<string, Tag>>()
const tagging = new Map<Pair, Promise<void>>()
const said = new Map<Pair, string[]>()
let edits = 0

interface Tag {
  isGone: boolean
  /** When SOAR's tags were written because of it; null where that happened in the ticket. */
  inSoar: Span[]
}

beforeAll(async () => {
  stage = await openStage(twoSidedStage(1))
  sides = await openTwoSides(stage, tickets)
  // The first look finds the containers as they are.
  await sleep(2_500)
  for (const pair of sides.pairs) starts.set(pair, await sides.soar.view(pair))
  startedWith = await sides.effects()
}, 30_000)
afterAll(() => stage.close())

/** Not what stands there, nor the last value: an edit changes something, and no two edits are one. */
function freshValue(pair: Pair, field: EditedField, now: string): string {
  edits += 1
  if (field === 'description') return `text ${edits}`
  const name = `${pair.id} ${field}`
  const choice = words[field].filter(word => word !== now && word !== last.get(name))
  const value = choice[below(choice.length)] ?? 'none'
  last.set(name, value)
  return value
}

async function change(pair: Pair, side: SideName, field: EditedField): Promise<void> {
  const now = await sides[side].view(pair)
  await sides[side].edit(pair, { field, value: freshValue(pair, field, now[field]) })
}

async function talk(pair: Pair, side: SideName): Promise<void> {
  edits += 1
  const text = `said number ${edits} there`
  said.set(pair, [...(said.get(pair) ?? []), text])
  await sides[side].say(pair, text)
}

/** One new tag, or one less. SOAR's people take turns: it takes tags as a whole, so that they would write over each other's. */
async function tag(pair: Pair, side: SideName): Promise<void> {
  edits += 1
  const known = tags.get(pair) ?? new Map<string, Tag>()
  tags.set(pair, known)
  const before = side === 'soar' ? tagging.get(pair) : undefined
  const isRemoval = below(3) === 0
  const number = edits
  const done = (async () => {
    await before
    const there = (await sides[side].view(pair)).tags.filter(one => known.get(one)?.isGone === false)
    const name = (isRemoval && there[number % (there.length || 1)]) || `tag-${number}`
    const tag = known.get(name) ?? { isGone: false, inSoar: [] }
    known.set(name, tag)
    const span = { from: Date.now(), to: Number.POSITIVE_INFINITY }
    if (side === 'soar') tag.inSoar.push(span)
    if (there.includes(name)) {
      tag.isGone = true
      await sides[side].removeTag(pair, name)
    } else await sides[side].addTag(pair, name)
    span.to = Date.now()
  })()
  if (side === 'soar') tagging.set(pair, done)
  await done
}

/** One thing that somebody does; now and then two people do it to the same field at once. */
async function act(): Promise<void> {
  const pair = sides.pairs[below(tickets)] as Pair
  const side = below(2) === 0 ? 'ticket' : 'soar'
  const kind = below(editedFields.length + 2)
  const field = editedFields[kind]
  if (field === undefined) return kind === editedFields.length ? talk(pair, side) : tag(pair, side)
  if (below(4) > 0) return change(pair, side, field)
  await Promise.all([change(pair, 'ticket', field), change(pair, 'soar', field)])
}

/** What differs and must not, as far as the two sides tell. */
async function differences(): Promise<string[]> {
  const found: string[] = []
  for (const pair of sides.pairs) {
    const view = await sides.view(pair)
    const add = (mistake: string) => found.push(`${pair.key} ${mistake}`)
    for (const field of editedFields) {
      const [ticket, soar] = [view.ticket[field], view.soar[field]]
      if (field !== 'description' && ticket !== soar) add(`${field}: ticket ${ticket}, SOAR ${soar}`)
    }
    if (view.ticket.tags.join() !== view.soar.tags.join()) add(`tags: ${view.ticket.tags}, SOAR ${view.soar.tags}`)
    for (const side of ['ticket', 'soar'] as const) {
      for (const text of said.get(pair) ?? []) {
        const times = view[side].talk.filter(one => one.includes(text)).length
        if (times !== 1) add(`${side} tells ${times} times: ${text}`)
      }
    }
  }
  return found
}

/** What was written against a policy, by all that happened; and how many edits met a write of the bridge. */
async function judgeAll(): Promise<{ mistakes: string[]; overwritten: number }> {
  const histories = await readHistories(stage, sides.pairs)
  const mistakes: string[] = []
  let overwritten = 0
  for (const pair of sides.pairs) {
    const view = await sides.view(pair)
    for (const field of editedFields) {
      const judged = judgeHistory(field, starts.get(pair)?.[field] ?? 'none', histories.of(pair, field))
      overwritten += judged.overwritten
      mistakes.push(...judged.mistakes.map(mistake => `${pair.key} ${mistake}`))
      if (view.ticket[field] !== view.soar[field] && !judged.mayDiffer) mistakes.push(`${pair.key} ${field} differs`)
    }
    const judged = judgeTags(pair, view.soar.tags, histories.tagWrites(pair))
    overwritten += judged.overwritten
    mistakes.push(...judged.mistakes)
  }
  return { mistakes, overwritten }
}

/** Whose write met another one may have been written over, since SOAR takes tags as a whole. */
function judgeTags(pair: Pair, held: readonly string[], writes: readonly TagWrite[]) {
  const [ofBridge, ofPeople] = (['bridge', 'person'] as const).map(who => writes.filter(({ by }) => by === who))
  const met = ofBridge?.filter(one => ofPeople?.some(other => isMeeting(one, other))) ?? []
  const wrong = [...(tags.get(pair) ?? [])].filter(([name, { isGone }]) => held.includes(name) === isGone)
  const mistaken = wrong.filter(
    ([name, tag]) => !met.some(write => write.names.includes(name) || tag.inSoar.some(span => isMeeting(span, write))),
  )
  return {
    overwritten: wrong.length - mistaken.length,
    mistakes: mistaken.map(([name, { isGone }]) => `${pair.key} ${name} ${isGone ? 'came back' : 'is lost'}`),
  }
}

type Span = Pick<TagWrite, 'from' | 'to'>
const isMeeting = (one: Span, other: Span) => one.from <= other.to && other.from <= one.to

/** The moment after a look into SOAR: what happens now is not heard before the next one. */
async function freshLook(): Promise<void> {
  const looks = async () => {
    const { requests } = (await stage.soar.get('/_sandbox/requests')).body
    return requests.filter(({ method, path }: Entry) => method === 'GET' && path === '/rest/note').length
  }
  const before = await looks()
  await waitUntil('the next look', async () => (await looks()) > before)
}

async function collide(pair: Pair, field: EditedField): Promise<void> {
  const now = await sides.view(pair)
  const ticket = freshValue(pair, field, now.ticket[field])
  const others = field === 'description' ? [`other ${ticket}`] : words[field]
  const soar = others.find(word => ![ticket, now.soar[field], now.ticket[field]].includes(word)) ?? 'none'
  await Promise.all([sides.ticket.edit(pair, { field, value: ticket }), sides.soar.edit(pair, { field, value: soar })])
}

async function converge(): Promise<number> {
  const endedAt = Date.now()
  let left = await differences()
  while ((left.length > 0 || !isQuiet(stage.bridge.folder)) && Date.now() - endedAt < convergeMs) {
    await sleep(200)
    left = await differences()
  }
  const holds = stage
    .rows<{ container: string }>('select container from links')
    .map(row => JSON.parse(row.container).holds)
  expect({ left, holds: left.length === 0 ? [] : holds }).toEqual({ left: [], holds: [] })
  return Date.now() - endedAt
}

test('edits on both sides at random times converge to what the policies say, at two effects an edit, and rest', async () => {
  const underway: Promise<void>[] = []
  while (edits < count) {
    underway.push(act())
    await sleep(random() * 150)
  }
  await Promise.all(underway)
  const took = await converge()
  await sleep(1_500)
  const effects = (await sides.effects()) - startedWith
  const { mistakes, overwritten } = await judgeAll()
  const figures = `converged ${took} ms after the last, ${effects / edits} effects an edit, ${overwritten} met a write`
  process.stderr.write(`seed ${seed}: ${edits} edits, ${figures}\n`)
  expect(mistakes).toEqual([])
  expect(effects).toBeLessThanOrEqual(2 * edits)
  await sleep(2_500)
  expect((await sides.effects()) - startedWith).toBe(effects)
  expect(await differences()).toEqual([])
}, 600_000)

test.each(editedFields)(
  'of two edits of %s in the same moment the policy decides, and none is lost unheard',
  async field => {
    await freshLook()
    await Promise.all(sides.pairs.map(pair => collide(pair, field)))
    await converge()
    const { mistakes, overwritten } = await judgeAll()
    expect(mistakes).toEqual([])
    expect(overwritten).toBeLessThanOrEqual(edits / 50)
  },
)
