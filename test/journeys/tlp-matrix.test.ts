import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Audience } from '../../src/domain/command'
import { openBridge, type RunningBridge } from '../support/bridge'
import { type OpenedJira, openJira } from '../support/open-jira'
import { openKey } from '../support/open-key'
import { createFolder } from '../support/open-store'
import { postEnrichment } from '../support/post-enrichment'
import { isQuiet, readTables } from '../support/read-bridge'
import { openRecordingProxy, type RecordingProxy } from '../support/recording-proxy'
import { type OpenedSoar, openSoar } from '../support/soar-sandbox'
import { waitUntil } from '../support/wait-until'

jest.setTimeout(90_000)

const markings = ['clear', 'green', 'amber', 'amber+strict', 'red', 'unmarked'] as const
type Marking = (typeof markings)[number]
/** What may leave SOAR as a text, and who reads it: these as the rules say, the others people who work on the ticket. */
const byRules = ['note', 'comment', 'file name', 'file', 'description', 'tag'] as const
const internal = ['run', 'result'] as const
type Kind = (typeof byRules)[number] | (typeof internal)[number]

const allowed: Record<Audience, readonly Marking[]> = {
  internal: ['clear', 'green', 'amber', 'unmarked'],
  customer: ['clear', 'green'],
}

const rulesFor = (audience: Audience) => `
container: { tags: [] }
notes: { direction: both, audience: ${audience} }
files: { direction: both, audience: ${audience} }
results: { runs: true, approvals: true, tasks: true, link: true }
fields:
  description: { direction: both, conflict: latest, audience: ${audience} }
  tags: { direction: both, audience: ${audience} }
toTicket:
  description: [{ field: description }]
  tags: [{ field: labels }]
`

const words = new Map<string, string>()
/** One word for each thing that is told, which nobody else says. */
function wordOf(kind: Kind, marking: Marking): string {
  const key = `${kind} ${marking}`
  const word = words.get(key) ?? `w${randomBytes(8).toString('hex')}`
  words.set(key, word)
  return word
}
const mark = (marking: Marking) => (marking === 'unmarked' ? '' : `TLP:${marking.toUpperCase()}`)

describe.each(['internal', 'customer'] as const)('what leaves SOAR for %s readers', audience => {
  let soar: OpenedSoar
  let jira: OpenedJira
  let proxy: RecordingProxy
  let bridge: RunningBridge

  beforeAll(async () => {
    words.clear()
    const playbooks = markings.map(marking => ({ name: wordOf('run', marking), steps: [] }))
    soar = await openSoar({ playbooks })
    jira = await openJira()
    proxy = await openRecordingProxy(jira.url)
    const folder = createFolder()
    writeFileSync(path.join(folder, 'rules.yaml'), rulesFor(audience))
    bridge = await openBridge({
      soarUrl: soar.url,
      soarToken: soar.token,
      jiraUrl: proxy.url,
      jira: { ...jira.connection, rules: 'rules.yaml' },
      polling: { seconds: 0.2 },
      folder,
    })
    await jira.pushTo(bridge.url)
    const key = await openKey(bridge, 'sn_sec_cmn.api_write')
    for (const marking of markings) await tell(marking, key)
    const heard = (event: string) =>
      readTables(bridge.folder, `select 1 from receipts where event = '${event}' and state = 'processed'`).length
    await waitUntil('all is heard', () => heard('soar:note') >= 12 && heard('soar:file') >= 6 && heard('soar:run') >= 6)
    await waitUntil('all is delivered', () => isQuiet(bridge.folder))
    await jira.idle()
    await waitUntil('and what it brought about', () => isQuiet(bridge.folder))
  })
  afterAll(async () => {
    await bridge.close()
    await Promise.all([soar.close(), jira.close(), proxy.close()])
  })

  /** A ticket with its marking, and one of everything in its container. */
  async function tell(marking: Marking, key: string): Promise<void> {
    const tlp = mark(marking)
    const word = (kind: Kind) => wordOf(kind, marking)
    const ticket = await jira.file({ summary: `About ${marking}`, labels: tlp === '' ? [] : [tlp] })
    const linked = () =>
      readTables<{ id: string }>(
        bridge.folder,
        `select container_id as id from links where ticket_id = '${ticket.id}' and container_id is not null`,
      )
    await waitUntil('there is a container', () => linked().length === 1)
    const id = Number(linked()[0]?.id)
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

  const wire = () => proxy.written.map(({ body }) => body).join('\n')
  const toldOf = (kind: Kind) => markings.filter(marking => wire().includes(wordOf(kind, marking)))

  test.each(byRules)('a %s, by its marking and by who reads it', kind => {
    expect(toldOf(kind)).toEqual(allowed[audience])
  })

  test.each(internal)('a %s, by its marking, for people who work on the ticket', kind => {
    expect(toldOf(kind)).toEqual(allowed.internal)
  })

  test('is said inside, unless the rules say otherwise', () => {
    const comments = proxy.written.filter(({ path: target }) => /\/comment(\/\d+)?(\?|$)/.test(target))
    const saysNote = ({ body }: { body: string }) => body.includes('Note from SOAR')
    const visible = JSON.stringify({ key: 'sd.public.comment', value: { internal: false } })
    const inside = JSON.stringify({ key: 'sd.public.comment', value: { internal: true } })
    expect(comments.filter(saysNote).length).toBeGreaterThan(0)
    for (const comment of comments)
      expect(comment.body).toContain(saysNote(comment) && audience === 'customer' ? visible : inside)
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
