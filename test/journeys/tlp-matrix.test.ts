import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Audience } from '../../src/domain/command'
import { openBridge, type RunningBridge } from '../support/bridge'
import { openKey } from '../support/open-key'
import { createFolder } from '../support/open-store'
import { postEnrichment } from '../support/post-enrichment'
import { isQuiet, readTables } from '../support/read-bridge'
import { openRecordingProxy, type RecordingProxy } from '../support/recording-proxy'
import { type OpenedSoar, openSoar } from '../support/soar-sandbox'
import { type TlpKind, type TlpSide, tlpSides } from '../support/tlp-sides'
import { waitUntil } from '../support/wait-until'

jest.setTimeout(90_000)

const markings = ['clear', 'green', 'amber', 'amber+strict', 'red', 'unmarked'] as const
type Marking = (typeof markings)[number]

const allowed: Record<Audience, readonly Marking[]> = {
  internal: ['clear', 'green', 'amber', 'unmarked'],
  customer: ['clear', 'green'],
}

const words = new Map<string, string>()
/** One word for each thing that is told, which nobody else says. */
function wordOf(kind: TlpKind, marking: Marking): string {
  const key = `${kind} ${marking}`
  const word = words.get(key) ?? `w${randomBytes(8).toString('hex')}`
  words.set(key, word)
  return word
}
const mark = (marking: Marking) => (marking === 'unmarked' ? '' : `TLP:${marking.toUpperCase()}`)

const matrix = (['jira', 'servicenow'] as const).flatMap(system =>
  (['internal', 'customer'] as const).map(audience => ({ system, audience })),
)

describe.each(matrix)('what leaves SOAR for $audience readers of $system', ({ system, audience }) => {
  let soar: OpenedSoar
  let side: TlpSide
  let proxy: RecordingProxy
  let bridge: RunningBridge

  beforeAll(async () => {
    words.clear()
    const playbooks = markings.map(marking => ({ name: wordOf('run', marking), steps: [] }))
    soar = await openSoar({ playbooks })
    side = await tlpSides[system]()
    proxy = await openRecordingProxy(side.url)
    const folder = createFolder()
    writeFileSync(path.join(folder, 'rules.yaml'), side.rules(audience))
    bridge = await openBridge({
      soarUrl: soar.url,
      soarToken: soar.token,
      soar: { closeReasonField: 'closing_reason' },
      ...side.setup(proxy.url),
      polling: { seconds: 0.2 },
      folder,
    })
    await side.pushTo(bridge.url)
    const key = await openKey(bridge, 'sn_sec_cmn.api_write')
    await Promise.all(markings.map(marking => tell(marking, key)))
    const heard = (event: string) =>
      readTables(bridge.folder, `select 1 from receipts where event = '${event}' and state = 'processed'`).length
    await waitUntil('all is heard', () => heard('soar:note') >= 12 && heard('soar:file') >= 6 && heard('soar:run') >= 6)
    await rest()
    if (!side.byRules.includes('closing reason')) return
    await closeContainers()
    await rest()
  })
  afterAll(async () => {
    await bridge.close()
    await Promise.all([soar.close(), side.close(), proxy.close()])
  })

  async function rest(): Promise<void> {
    await waitUntil('all is delivered', () => isQuiet(bridge.folder))
    await side.idle()
    await waitUntil('and what it brought about', () => isQuiet(bridge.folder))
  }

  const containers = new Map<Marking, number>()

  /** A ticket with its marking, and one of everything in its container. */
  async function tell(marking: Marking, key: string): Promise<void> {
    const tlp = mark(marking)
    const word = (kind: TlpKind) => wordOf(kind, marking)
    const ticket = await side.file(`About ${marking}`, tlp)
    const linked = () =>
      readTables<{ id: string }>(
        bridge.folder,
        `select container_id as id from links where ticket_id = '${ticket.id}' and container_id is not null`,
      )
    await waitUntil('there is a container', () => linked().length === 1)
    const id = Number(linked()[0]?.id)
    containers.set(marking, id)
    await waitUntil('it is at rest', () => isQuiet(bridge.folder))
    const note = { container_id: id, note_type: 'general', title: 'Finding', content: `${tlp} ${word('note')}` }
    const file = Buffer.from(word('file')).toString('base64')
    const about = { observable: `${word('result')}.example`, task: ticket.key, source_engine: 'Talos' }
    const posts: [string, object][] = [
      ['/rest/note', note],
      ['/rest/container_comment', { container_id: id, comment: `${tlp} ${word('comment')}` }],
      [
        '/rest/container_attachment',
        { container_id: id, file_name: `${tlp} ${word('file name')}.txt`, file_content: file },
      ],
      [
        `/rest/container/${id}`,
        { description: `${tlp} ${word('description')}`, tags: [tlp, word('tag')].filter(Boolean) },
      ],
      ['/rest/playbook_run', { container_id: id, playbook_id: `local/${word('run')}`, run: true, scope: 'all' }],
    ]
    for (const [target, body] of posts) expect((await soar.post(target, body)).status).toBe(200)
    const body = { ...about, finding: 'Malicious', details: `${tlp} seen` }
    expect((await postEnrichment(bridge, { as: `Bearer ${key}`, body })).status).toBeLessThan(300)
  }

  async function closeContainers(): Promise<void> {
    for (const [marking, id] of containers) {
      const closing_reason = `${mark(marking)} ${wordOf('closing reason', marking)}`
      const change = { status: 'closed', custom_fields: { closing_reason } }
      expect((await soar.post(`/rest/container/${id}`, change)).status).toBe(200)
    }
    const told = `select 1 from jobs where command like '%close_notes%' and state = 'confirmed'`
    await waitUntil('all are closed', () => readTables(bridge.folder, told).length === markings.length)
  }

  const wire = () => proxy.written.map(({ path: target, body }) => `${decodeURIComponent(target)}\n${body}`).join('\n')
  const toldOf = (kind: TlpKind) => markings.filter(marking => wire().includes(wordOf(kind, marking)))

  test('goes by its marking and by who reads it, kind by kind', () => {
    const told = Object.fromEntries(side.byRules.map(kind => [kind, toldOf(kind)]))
    expect(told).toEqual(Object.fromEntries(side.byRules.map(kind => [kind, allowed[audience]])))
  })

  test.each(['run', 'result'] as const)('a %s, by its marking, for people who work on the ticket', kind => {
    expect(toldOf(kind)).toEqual(allowed.internal)
  })

  test('is said inside, unless the rules say otherwise', () => {
    const said = side.saidFor(proxy.written)
    const isNote = ({ text }: { text: string }) => text.includes('Note from SOAR')
    expect(said.filter(isNote).length).toBeGreaterThan(0)
    expect(said.filter(one => !isNote(one)).length).toBeGreaterThan(0)
    for (const one of said) expect(one.audience).toBe(isNote(one) ? audience : 'internal')
  })

  test('and what is held back stands in the timeline without its text', () => {
    const rows = JSON.stringify(readTables(bridge.folder, 'select decisions, detail from changes'))
    expect(rows).toContain('TLP:RED for')
    expect([...words].filter(([, word]) => rows.includes(word))).toEqual([])
  })

  test('and nothing comes back to SOAR as something new', async () => {
    const effects = await soar.effects()
    expect(effects.filter(effect => effect === 'note.created')).toHaveLength(markings.length)
    expect(effects.filter(effect => effect === 'container.created')).toHaveLength(markings.length)
  })
})
