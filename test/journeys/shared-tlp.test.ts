import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parse, stringify } from 'yaml'
import type { Audience } from '../../src/domain/command'
import { createFolder } from '../support/open-store'
import { openSharedStage, type SharedStage, untilPolled } from '../support/shared-stage'
import { waitUntil } from '../support/wait-until'

const markings = ['clear', 'green', 'amber', 'amber+strict', 'red', 'unmarked'] as const
const sensitivities = ['white', 'green', 'amber', 'red'] as const
type Marking = (typeof markings)[number]
/** Of a container that bears the marking itself, or is of the sensitivity. */
const fields = ['name', 'description', 'tag', 'custom field'] as const
/** Of a container that is marked mildly, each with a marking of its own. */
const content = ['note', 'comment', 'artifact', 'nested value', 'tagged artifact', 'file name', 'file'] as const

const readers = { internal: 1, customer: 2 } as const
const allowed: Record<Audience, readonly string[]> = {
  internal: ['clear', 'green', 'amber', 'unmarked'],
  customer: ['clear', 'green'],
}
const allowedOf: Record<Audience, readonly string[]> = {
  internal: ['white', 'green', 'amber'],
  customer: ['white', 'green'],
}

const words = new Map<string, string>()
/** One word for each thing that is told, which nobody else says. */
function wordOf(kind: string, marking: string): string {
  const key = `${kind} ${marking}`
  const word = words.get(key) ?? `w${randomBytes(8).toString('hex')}`
  words.set(key, word)
  return word
}
const mark = (marking: Marking) => (marking === 'unmarked' ? '' : `TLP:${marking.toUpperCase()}`)

let stage: SharedStage
let wires: Record<Audience, string>
beforeAll(async () => {
  const folder = createFolder()
  for (const audience of ['internal', 'customer'] as const) {
    // Nothing but who reads it decides.
    const { skip: _, audience: __, ...rules } = parse(readFileSync('rules/soar.yaml', 'utf8'))
    const customFields = { region: '{region}' }
    const container = { ...rules.container, customFields }
    writeFileSync(path.join(folder, `${audience}.yaml`), stringify({ ...rules, container, sharing: { audience } }))
  }
  const shares = [
    { name: 'inside', from: 'soar', soar: 'soar-2', rules: 'internal.yaml' },
    { name: 'outside', from: 'soar', soar: 'soar-3', rules: 'customer.yaml' },
  ]
  stage = await openSharedStage(shares, { folder })
  await untilPolled(stage)
  for (const marking of markings) await fileOne(marking, 'white', mark(marking))
  for (const sensitivity of sensitivities) await fileOne(`of ${sensitivity}`, sensitivity, 'TLP:CLEAR')
  await fillOne()
  await waitUntil('the last is there', async () => (await stage.notes(readers.customer)).length >= 4)
  await stage.quiet()
  wires = { internal: await wireOf(readers.internal), customer: await wireOf(readers.customer) }
}, 60_000)
afterAll(() => stage.close())

async function post(target: string, body: object): Promise<number> {
  const answer = await stage.soars[0]?.post(target, body)
  expect(answer?.status).toBe(200)
  return answer?.body.id
}

async function fileOne(which: string, sensitivity: string, tlp: string): Promise<void> {
  const word = (kind: string) => wordOf(kind, which)
  await post('/rest/container', {
    name: `About ${word('name')}`,
    label: 'events',
    sensitivity,
    description: `${tlp} ${word('description')}`,
    tags: [word('tag')],
    custom_fields: { region: word('custom field') },
  })
}

/** A container for everybody, and in it one of everything for each marking. */
async function fillOne(): Promise<void> {
  const container_id = await post('/rest/container', { name: 'TLP:GREEN mixed', label: 'events', sensitivity: 'green' })
  for (const marking of markings) {
    const tlp = mark(marking)
    const word = (kind: string) => wordOf(kind, marking)
    const artifact = { container_id, label: 'event', run_automation: false }
    await post('/rest/note', { container_id, title: 'Finding', content: `${tlp} ${word('note')}` })
    await post('/rest/container_comment', { container_id, comment: `${tlp} ${word('comment')}` })
    await post('/rest/artifact', { ...artifact, name: `${tlp} seen`, cef: { fileName: word('artifact') } })
    const raw = { deep: [{ says: tlp }, { more: word('nested value') }] }
    await post('/rest/artifact', { ...artifact, name: 'Raw', cef: { raw } })
    const file_name = `${tlp} ${word('file name')}.txt`
    const file_content = Buffer.from(word('file')).toString('base64')
    await post('/rest/container_attachment', { container_id, file_name, file_content })
    const tags = [tlp, 'seen'].filter(Boolean)
    await post('/rest/artifact', { ...artifact, name: 'Tagged', tags, cef: { fileName: word('tagged artifact') } })
  }
}

/** All that a SOAR was ever asked, and all that it holds; of files what is in them too. */
async function wireOf(soar: number): Promise<string> {
  const pages = ['/_sandbox/requests', '/_sandbox/state']
  const read = await Promise.all(pages.map(async one => (await stage.soars[soar]?.get(one))?.body))
  const text = JSON.stringify(read)
  const files = markings.filter(marking => text.includes(Buffer.from(wordOf('file', marking)).toString('base64')))
  return [text, ...files.map(marking => wordOf('file', marking))].join('\n')
}

const toldOf = (audience: Audience, kind: string, of: readonly string[]) =>
  of.filter(marking => wires[audience].includes(wordOf(kind, marking)))

describe.each(['internal', 'customer'] as const)('what leaves one SOAR for %s readers of another one', audience => {
  test.each(fields)('a container with its %s, by its marking', kind => {
    expect(toldOf(audience, kind, markings)).toEqual(allowed[audience])
  })

  test.each(fields)('a container with its %s, by its sensitivity', kind => {
    const told = toldOf(
      audience,
      kind,
      sensitivities.map(one => `of ${one}`),
    )
    expect(told).toEqual(allowedOf[audience].map(one => `of ${one}`))
  })

  test.each(content)('a %s of a container, by its own marking', kind => {
    expect(toldOf(audience, kind, markings)).toEqual(allowed[audience])
  })
})

test('what is held stands in the timeline by its number, without its text', () => {
  const rows = stage.rows<{ decisions: string }>('select decisions, detail from changes')
  const decided = rows.flatMap(({ decisions }) => JSON.parse(decisions ?? '[]') as { field: string; rule: string }[])
  const held = (name: RegExp) => new Set(decided.filter(({ field }) => name.test(field)).map(({ field }) => field)).size
  // Of each eighteen: two strict ones inside, four outside.
  expect(held(/^artifact:\d+$/)).toBe(12)
  expect(held(/^attachment:\d+$/)).toBe(4)
  expect(decided).toContainEqual({ field: 'ticket', rule: 'sharing.audience: TLP:RED for customers: hold' })
  expect([...words.values()].filter(word => JSON.stringify(rows).includes(word))).toEqual([])
})
