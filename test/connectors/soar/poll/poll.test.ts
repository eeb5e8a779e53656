import type { JsonObject } from '../../../../src/domain/json'
import { type PolledCollection, polledCollections } from '../../../../src/domain/polled-collection'
import { openPolledSoar, type PolledSoar } from '../../../support/soar-poll'

const opened: PolledSoar[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ soar }) => soar.close()))
})

async function open(...options: Parameters<typeof openPolledSoar>): Promise<PolledSoar> {
  const polled = await openPolledSoar(...options)
  opened.push(polled)
  return polled
}

const namesOf = (changes: object[]) =>
  changes.map(change => ('state' in change ? (change.state as { name: string }).name : '')).sort()

/** Containers as a state of the sandbox has them, so far from each other, the last one at the given time. */
function containersUntil(last: number, count: number, msApart: number): JsonObject[] {
  return Array.from({ length: count }, (_, index) => {
    const time = new Date(last - (count - 1 - index) * msApart).toISOString().replace('Z', '000Z')
    const id = index + 1
    return { id, name: `old ${id}`, create_time: time, container_update_time: null, artifact_update_time: time }
  })
}

function stateOf(containers: JsonObject[]) {
  return { containers, artifacts: [], next: { container: containers.length + 1, artifact: 1 } }
}

describe('a poll of SOAR', () => {
  it('tells no history: its first look sets the mark', async () => {
    const { soar, hear, connector } = await open({ state: stateOf(containersUntil(Date.UTC(2026, 0, 2), 30, 60_000)) })
    expect(await connector.poll({ collection: 'container', since: null, limit: 100 })).toEqual({
      changes: [],
      mark: { at: Date.UTC(2026, 0, 2), id: '' },
      isMore: false,
    })
    expect(await hear('container')).toEqual([])
    await soar.post('/rest/container', { name: 'new', label: 'events' })
    expect(namesOf(await hear('container'))).toContain('new')
  })

  it('starts at nothing in an empty SOAR and hears of the first record', async () => {
    const { soar, hear } = await open()
    expect(await hear('container')).toEqual([])
    await soar.post('/rest/container', { name: 'first', label: 'events' })
    expect(namesOf(await hear('container'))).toEqual(['first'])
  })

  it('hears of a container when it is made and when it changes, with the time of its last change', async () => {
    const { soar, hear } = await open()
    await hear('container')
    await soar.post('/rest/container', { name: 'one', label: 'events' })
    const [made] = await hear('container')
    await soar.post('/rest/container/1', { severity: 'high' })
    const [changed, ...others] = await hear('container')
    const { body } = await soar.get('/rest/container/1')
    expect(made?.version.at).toBe(Date.parse(body.create_time))
    expect(changed).toMatchObject({
      version: { at: Date.parse(body.container_update_time) },
      state: { severity: 'high' },
    })
    expect(others).toEqual([])
  })

  it('misses nothing that is committed late within the overlap', async () => {
    const { soar, hear } = await open()
    await hear('container')
    await soar.post('/rest/container', { name: 'in time', label: 'events' })
    await hear('container')
    await soar.scenario({ name: 'clock-skew', ms: -240_000 })
    await soar.post('/rest/container', { name: 'four minutes late', label: 'events' })
    await soar.scenario({ name: 'clear' })
    expect(namesOf(await hear('container'))).toEqual(['four minutes late'])
  })

  it('reads what is more than a page in order and whole, one page a poll', async () => {
    const { hear, soar, requests, connector } = await open({
      state: stateOf(containersUntil(Date.UTC(2026, 0, 2), 95, 1_000)),
    })
    const changes = []
    let since = { at: 0, id: '' }
    await requests()
    for (let polls = 1; ; polls += 1) {
      const page = await connector.poll({ collection: 'container', since, limit: 10 })
      expect(page.changes.length).toBeLessThanOrEqual(20)
      changes.push(...page.changes)
      since = page.mark
      if (!page.isMore) break
      expect(polls).toBeLessThan(15)
    }
    const times = changes.map(({ version }) => version.at)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(new Set(changes.map(({ containerId }) => containerId)).size).toBe(95)
    expect(since).toEqual({ at: Date.UTC(2026, 0, 2), id: '' })
    await hear('container')
    await soar.post('/rest/container', { name: 'new', label: 'events' })
    expect(namesOf(await hear('container', 10))).toContain('new')
  })

  it('reads a full page of one instant whole, whatever order its records come in', async () => {
    const { connector } = await open({
      state: stateOf([
        ...containersUntil(Date.UTC(2026, 0, 2), 60, 0),
        ...containersUntil(Date.UTC(2026, 0, 2, 1), 5, 1).map(each => ({ ...each, id: Number(each.id) + 60 })),
      ]),
    })
    const ids = new Set<string>()
    let since = { at: Date.UTC(2026, 0, 1), id: '' }
    for (let polls = 0; polls < 20; polls += 1) {
      const { changes, mark, isMore } = await connector.poll({ collection: 'container', since, limit: 10 })
      for (const { containerId } of changes) ids.add(containerId)
      since = mark
      if (!isMore) break
    }
    expect(ids.size).toBe(65)
  })

  it('goes on where it stopped in the midst of a window', async () => {
    const { connector } = await open({ state: stateOf(containersUntil(Date.UTC(2026, 0, 2), 40, 1_000)) })
    const first = await connector.poll({ collection: 'container', since: { at: 0, id: '' }, limit: 10 })
    const second = await connector.poll({ collection: 'container', since: first.mark, limit: 10 })
    expect(first.isMore).toBe(true)
    expect(second.changes.at(-1)?.version.at).toBeGreaterThan(first.changes.at(-1)?.version.at ?? Infinity)
  })

  it('costs as many requests with 10,000 old records as with ten', async () => {
    const costs: string[][] = []
    for (const count of [10, 10_000]) {
      const { hear, requests } = await open({ state: stateOf(containersUntil(Date.UTC(2026, 0, 2), count, 600_000)) })
      await hear('container')
      await requests()
      await hear('container')
      costs.push(await requests())
    }
    expect(costs[0]).toEqual(['/rest/container', '/rest/container'])
    expect(costs[1]).toEqual(costs[0])
  })

  it('takes thirteen requests over all collections where nothing happens', async () => {
    const { hear, requests } = await open()
    for (const collection of polledCollections) await hear(collection)
    await requests()
    const counts: Partial<Record<PolledCollection, number>> = {}
    for (const collection of polledCollections) {
      await hear(collection)
      counts[collection] = (await requests()).length
    }
    const twice = { container: 2, note: 2, approval: 2 }
    const once = { artifact: 1, comment: 1, attachment: 1, action_run: 1, playbook_run: 1, task: 1, app_run: 1 }
    expect(counts).toEqual({ ...twice, ...once })
  })
})
