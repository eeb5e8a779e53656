import { openKey } from '../support/open-key'
import { openSharedStage, type SharedStage } from '../support/shared-stage'
import { waitUntil } from '../support/wait-until'

const [west, east] = [0, 1]
const bothWays = [
  { name: 'to-east', from: 'soar', soar: 'soar-2' },
  { name: 'to-west', from: 'soar-2', soar: 'soar' },
]
/** Nobody looks into a SOAR meanwhile: what happens there is told by nobody. */
const seldom = { seconds: 3600 }

async function file({ soars }: SharedStage, at: number, name: string, more: object = {}): Promise<number> {
  return (await soars[at]?.post('/rest/container', { name, label: 'events', ...more }))?.body.id
}

const namesOf = async ({ containers }: SharedStage, at: number) => (await containers(at)).map(({ name }) => name).sort()

describe('containers that were there before they were shared', () => {
  let stage: SharedStage
  let key: string
  beforeAll(async () => {
    stage = await openSharedStage(bothWays, { polling: seldom })
    key = await openKey(stage.bridge, 'bridge.operator')
    for (let one = 1; one <= 30; one += 1) await file(stage, west, `Old ${one}`, { severity: 'low' })
    await file(stage, west, 'Old and red', { sensitivity: 'red' })
    await file(stage, east, 'Of the east', { severity: 'high' })
    const [soar] = stage.soars
    const cef = { sourceAddress: '192.0.2.7' }
    await soar?.post('/rest/artifact', { container_id: 3, name: 'Sender', label: 'event', cef })
    await soar?.post('/rest/note', { container_id: 3, title: 'Verdict', content: 'It was a lure' })
  }, 60_000)
  afterAll(() => stage.close())

  async function backfill(connection: string, query?: string) {
    const { url } = stage.bridge
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' }
    const wish = { connection, since: '2020-01-01T00:00:00Z', ...(query !== undefined && { query }) }
    const answer = await fetch(`${url}/v1/backfills`, { method: 'POST', headers, body: JSON.stringify(wish) })
    expect(answer.status).toBe(202)
    const { id } = (await answer.json()) as { id: string }
    const read = async () => (await (await fetch(`${url}/v1/backfills/${id}`, { headers })).json()) as { state: string }
    await waitUntil('it is read', async () => (await read()).state !== 'running')
    await stage.quiet()
    return read()
  }

  test('are shared by a condition, and nothing else', async () => {
    expect(await backfill('to-east', 'severity=low&name=Old 3')).toMatchObject({ state: 'done', total: 1, entered: 1 })
    expect(await namesOf(stage, east)).toEqual(['Of the east', 'Old 3'])
  })

  test('are all shared with what they hold, once each, and no copy goes back', async () => {
    expect(await backfill('to-east')).toMatchObject({ state: 'done', total: 31, read: 31, entered: 30, failed: 0 })
    expect(await backfill('to-west')).toMatchObject({ state: 'done', read: 1, entered: 1, failed: 0 })
    const old = Array.from({ length: 30 }, (_, index) => `Old ${index + 1}`)
    expect(await namesOf(stage, east)).toEqual(['Of the east', ...old].sort())
    expect(await namesOf(stage, west)).toEqual(['Of the east', 'Old and red', ...old].sort())
    const there = await stage.artifacts(east)
    expect(there.filter(({ name }) => name === 'Sender').map(({ cef }) => cef)).toEqual([
      { sourceAddress: '192.0.2.7' },
    ])
    expect((await stage.notes(east)).filter(note => JSON.stringify(note).includes('It was a lure'))).toHaveLength(1)
    expect(await stage.notes(west)).toHaveLength(1)
  })

  test('and another reading changes nothing', async () => {
    const before = await stage.countEffects()
    expect(await backfill('to-east')).toMatchObject({ state: 'done', read: 31, entered: 0 })
    expect(await stage.countEffects()).toEqual(before)
  })

  test('and a condition that SOAR does not take ends it with the reason', async () => {
    expect(await backfill('to-east', 'label;drop=x')).toMatchObject({ state: 'failed', reason: expect.any(String) })
  })
})

test('what no poll told is found by the sweep: a container, and a change of one', async () => {
  const stage = await openSharedStage(bothWays, { polling: { ...seldom, sweepSeconds: 0.3 } })
  try {
    await waitUntil('sweeping begins', () => {
      const marks = stage.rows("select 1 from checkpoints where collection = 'sweep' and connection like 'to-%'")
      return marks.length === bothWays.length
    })
    const id = await file(stage, west, 'Unheard')
    await waitUntil('it is found', async () => (await stage.containers(east)).length === 1)
    await stage.quiet()
    await stage.soars[west]?.post(`/rest/container/${id}`, { name: 'Heard of late' })
    await waitUntil('so is its change', async () => (await namesOf(stage, east))[0] === 'Heard of late')
    await stage.quiet()
    const found = stage.bridge.lines.filter(({ message }) => message === 'ticket.found')
    expect(found.map(({ connection }) => connection)).toEqual(['to-east', 'to-east'])
    expect(await namesOf(stage, west)).toEqual(['Heard of late'])
  } finally {
    await stage.close()
  }
}, 60_000)
