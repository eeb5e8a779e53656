import { openSharedStage, type SharedStage, untilPolled } from '../support/shared-stage'
import { waitUntil } from '../support/wait-until'

const [home, copy] = [0, 1]

describe("a ticket's container that is shared with a second SOAR", () => {
  let stage: SharedStage
  let key: string
  beforeAll(async () => {
    stage = await openSharedStage([{ name: 'share', from: 'soar', soar: 'soar-2' }])
    await untilPolled(stage)
    key = (await stage.jira.file({ summary: 'Beacon to 203.0.113.7', priority: { name: 'High' } })).key
    await waitUntil('it is shared', async () => (await stage.containers(copy)).length > 0)
    await stage.quiet()
  }, 60_000)
  afterAll(() => stage.close())

  test('is one container there, with the same fields and every artifact once', async () => {
    const [mine] = await stage.containers(home)
    const theirs = await stage.containers(copy)
    expect(theirs).toEqual([
      expect.objectContaining({
        name: mine?.name,
        severity: 'high',
        status: 'new',
        sensitivity: 'amber',
        source_data_identifier: `soarbridge:share:${mine?.id}`,
      }),
    ])
    const [there, here] = [await stage.artifacts(copy), await stage.artifacts(home)]
    const own = there.filter(({ label }) => label === 'container')
    expect(own.map(({ cef }) => cef.containerKey)).toEqual([`soar#${mine?.id}`])
    expect(there.filter(({ label }) => label !== 'container').map(({ cef }) => cef)).toEqual(here.map(({ cef }) => cef))
  })

  test('tells a note of either SOAR to the other and to the ticket, once each', async () => {
    await stage.soars[copy]?.post('/rest/note', { container_id: 1, title: 'Verdict', content: 'A lure, by the East' })
    await waitUntil('the ticket hears of it', async () => (await stage.comments(key)).some(saysLure))
    await stage.soars[home]?.post('/rest/note', { container_id: 1, title: 'Question', content: 'Who looks at it?' })
    await waitUntil('the other SOAR hears of it', async () => (await stage.notes(copy)).some(asksWho))
    await stage.jira.call('POST', `/rest/api/2/issue/${key}/comment`, { body: 'The laptop is offline.' })
    await waitUntil('the comment went all the way', async () => (await stage.notes(copy)).some(saysOffline))
    await stage.quiet()

    for (const said of [saysLure, asksWho, saysOffline]) {
      expect((await stage.notes(home)).filter(said)).toHaveLength(1)
      expect((await stage.notes(copy)).filter(said)).toHaveLength(1)
      expect((await stage.comments(key)).filter(said)).toHaveLength(1)
    }
  })

  test('gets what is added to it later', async () => {
    const cef = { requestURL: 'http://evil.example/x', note: 'by hand' }
    await stage.soars[home]?.post('/rest/artifact', { container_id: 1, name: 'Late', label: 'event', cef })
    await waitUntil('it is there', async () => (await stage.artifacts(copy)).some(({ name }) => name === 'Late'))
    await stage.quiet()
    const late = (await stage.artifacts(copy)).filter(({ name }) => name === 'Late')
    expect(late).toEqual([expect.objectContaining({ cef })])
  })

  test('is closed with its copy, and closes the ticket; then all is quiet', async () => {
    await stage.soars[copy]?.post('/rest/container/1', { status: 'closed' })
    await waitUntil('the ticket is closed', async () => (await statusOf(stage, key)) === 'Done')
    await stage.quiet()
    expect((await stage.containers(home)).map(({ status }) => status)).toEqual(['closed'])
    expect((await stage.containers(copy)).map(({ status }) => status)).toEqual(['closed'])
    const before = await stage.countEffects()
    await stage.quiet()
    expect(await stage.countEffects()).toEqual(before)
    expect(stage.rows("select kind, reason from jobs where state in ('dead', 'unknown')")).toEqual([])
  })
})

test('a ring of three SOARs shares each container once, two effects an edit, and nothing goes round', async () => {
  const ring = [
    { name: 'one-two', from: 'soar', soar: 'soar-2' },
    { name: 'two-three', from: 'soar-2', soar: 'soar-3' },
    { name: 'three-one', from: 'soar-3', soar: 'soar' },
  ]
  // What comes round by the polls is read by sweeps too.
  const stage = await openSharedStage(ring, { polling: { seconds: 0.05, sweepSeconds: 0.3 } })
  const post = (at: number, path: string, body: object) => stage.soars[at]?.post(path, body)
  const all = <Value>(read: (at: number) => Promise<Value>) => Promise.all([0, 1, 2].map(read))
  const filesOf = async (at: number) => (await stage.soars[at]?.get('/rest/container_attachment'))?.body.data
  try {
    await untilPolled(stage)
    for (const [at, name] of ['first', 'second', 'third'].entries()) {
      await post(at, '/rest/container', { name, label: 'events', severity: 'low' })
      await waitUntil('the next one has it', async () => (await namesIn(stage, (at + 1) % 3)).includes(name))
    }
    await stage.quiet()
    expect(await all(at => namesIn(stage, at))).toEqual([
      ['first', 'third'],
      ['first', 'second'],
      ['second', 'third'],
    ])
    const shared = await stage.countEffects()

    await post(1, '/rest/note', { container_id: 1, title: 'Seen', content: 'Also by the second' })
    await waitUntil('home hears of it', async () => (await stage.notes(0)).length === 1)
    await post(0, '/rest/container/1', { severity: 'high' })
    const artifact = { container_id: 1, name: 'Late', label: 'event', cef: { fileName: 'a' }, run_automation: false }
    await post(0, '/rest/artifact', artifact)
    const file = { container_id: 1, file_name: 'a.txt', file_content: Buffer.from('a').toString('base64') }
    await post(0, '/rest/container_attachment', file)
    await waitUntil('the copy has the file', async () => (await filesOf(1)).length === 1)
    await stage.quiet()
    expect((await all(stage.notes)).map(notes => notes.length)).toEqual([1, 1, 0])
    expect((await all(filesOf)).map(files => files.length)).toEqual([1, 1, 0])
    const [one, two, three, tickets] = (await stage.countEffects()).map((count, at) => count - (shared[at] ?? 0))
    // Of a note, a field, an artifact and a file one in each of the two; the third hears of nothing.
    expect([one, two, three, tickets]).toEqual([4, 4, 0, 0])
    const before = await stage.countEffects()
    await stage.quiet()
    expect(await stage.countEffects()).toEqual(before)
  } finally {
    await stage.close()
  }
}, 60_000)

test('what is red stays at home', async () => {
  const stage = await openSharedStage([{ name: 'share', from: 'soar', soar: 'soar-2' }])
  try {
    await untilPolled(stage)
    await stage.soars[0]?.post('/rest/container', { name: 'Secret', label: 'events', sensitivity: 'red' })
    await stage.soars[0]?.post('/rest/container', { name: 'Plain', label: 'events', sensitivity: 'amber' })
    await waitUntil('the plain one is shared', async () => (await stage.containers(1)).length > 0)
    await stage.soars[0]?.post('/rest/note', { container_id: 2, title: 'For us', content: 'TLP:RED the source is Ana' })
    await stage.soars[0]?.post('/rest/note', { container_id: 2, title: 'For all', content: 'TLP:GREEN it is known' })
    await waitUntil('what may be told is told', async () => (await stage.notes(1)).length > 0)
    await stage.quiet()
    expect((await stage.containers(1)).map(({ name }) => name)).toEqual(['Plain'])
    const ledger = JSON.stringify((await stage.soars[1]?.get('/_sandbox/requests'))?.body)
    const state = JSON.stringify((await stage.soars[1]?.get('/_sandbox/state'))?.body)
    expect(ledger + state).not.toMatch(/Secret|the source is Ana/)
    expect(stage.rows("select state from links where state = 'skipped'")).toHaveLength(1)
  } finally {
    await stage.close()
  }
}, 60_000)

const namesIn = async ({ containers }: SharedStage, at: number) => (await containers(at)).map(({ name }) => name).sort()

const textOf = (said: object) => JSON.stringify(said)
const saysLure = (said: object) => textOf(said).includes('A lure, by the East')
const asksWho = (said: object) => textOf(said).includes('Who looks at it')
const saysOffline = (said: object) => textOf(said).includes('The laptop is offline')

async function statusOf({ jira }: SharedStage, key: string): Promise<string> {
  return (await jira.call('GET', `/rest/api/2/issue/${key}`)).body.fields.status.name
}
