import type { Json, JsonObject } from '../../../src/domain/json'
import { buildArtifact, buildCreate, buildUpdate, sdi, ticketSdi } from '../../builders/soar-commands'
import { failureOf } from '../../support/http-client-stage'
import { artifactStore, closeStages, failed, html, list, stageSoar } from '../../support/soar-script'

afterEach(closeStages)

const there = (id: number, source_data_identifier: string, more: JsonObject = {}) => ({
  id,
  container: 5,
  source_data_identifier,
  ...more,
})
const artifacts = [
  there(11, `${sdi}:198.51.100.7`),
  there(12, `${sdi}:198.51.100.8`),
  there(13, ticketSdi, { name: 'ticket', label: 'ticket', cef: { ticketKey: 'SEC-1' } }),
]

describe('looking a creation up', () => {
  const containers = (...ids: number[]) => list(...ids.map(id => ({ id, source_data_identifier: sdi, asset: 7 })))

  it('finds the lowest container with each of its artifacts, and writes nothing', async () => {
    const stage = await stageSoar({
      'GET /rest/container': containers(9, 5, 12),
      'GET /rest/artifact': artifactStore(artifacts),
    })
    expect(await stage.soar.lookUp(buildCreate(), stage.sending())).toEqual({
      status: 'found',
      applied: {
        containerId: '5',
        artifacts: [
          { sourceDataIdentifier: `${sdi}:198.51.100.7`, id: '11' },
          { sourceDataIdentifier: `${sdi}:198.51.100.8`, id: '12' },
          { sourceDataIdentifier: ticketSdi, id: '13' },
        ],
        refused: [],
        notes: [],
      },
    })
    expect(stage.server.requests.every(({ method }) => method === 'GET')).toBe(true)
    expect(stage.exchanges).toHaveLength(2)
  })

  it('misses the container', async () => {
    const stage = await stageSoar({ 'GET /rest/container': containers() })
    expect(await stage.soar.lookUp(buildCreate(), stage.sending())).toEqual({
      status: 'missing',
      what: 'the container',
    })
  })

  it('misses an artifact, and does not take one of another container for it', async () => {
    const elsewhere = there(13, ticketSdi, { container: 6 })
    const stage = await stageSoar({
      'GET /rest/container': containers(5),
      'GET /rest/artifact': list(...artifacts.slice(0, 2), elsewhere),
    })
    expect(await stage.soar.lookUp(buildCreate(), stage.sending())).toEqual({
      status: 'missing',
      what: '1 of 3 artifacts',
    })
  })

  it.each([
    ['500', failed('x', 500)],
    ['an HTML page', html(200)],
    ['a refused token', failed('Invalid automation token', 401)],
    ['failed with 200', failed('whatever', 200)],
    ['no list', { json: { id: 5 } }],
    ['a reset', 'reset' as const],
  ])('says nothing of absence after %s', async (_, reply) => {
    const stage = await stageSoar({ 'GET /rest/container': reply })
    expect(await failureOf(stage.soar.lookUp(buildCreate(), stage.sending()))).toMatchObject({ name: 'BridgeError' })
  })
})

describe('looking an update up', () => {
  const current = { id: 5, source_data_identifier: sdi, severity: 'High', tags: ['jira', 'vip'], status: 'open' }
  const command = buildUpdate({
    set: { severity: 'high', status: 'open' },
    tags: { add: ['vip'], remove: ['old'] },
    observableArtifacts: [buildArtifact('198.51.100.7')],
    ticketArtifact: {
      id: '13',
      artifact: buildArtifact('ticket', { cef: { ticketKey: 'SEC-1' }, label: 'ticket' }),
    },
  })
  const routes = (container: Json, records: JsonObject[] = artifacts) => ({
    'GET /rest/container/5': { json: container },
    'GET /rest/artifact': artifactStore(records),
  })

  it('finds it where fields, tags and artifacts are as asked', async () => {
    const stage = await stageSoar(routes(current))
    const looked = await stage.soar.lookUp(command, stage.sending())
    expect(looked).toMatchObject({ status: 'found', applied: { containerId: '5', refused: [] } })
  })

  it.each([
    ['a field', { ...current, status: 'new' }, artifacts, 'fields: status'],
    ['a tag', { ...current, tags: ['old', 'vip'] }, artifacts, 'fields: tags'],
    ['an artifact', current, artifacts.slice(1), '1 artifacts'],
    ['the new content', current, [artifacts[0] ?? {}, there(13, ticketSdi, { cef: {} })], '1 artifacts'],
    ['its own identifier', { ...current, source_data_identifier: 'x' }, artifacts, 'the container'],
  ])('misses %s', async (_, container, records, what) => {
    const stage = await stageSoar(routes(container, records))
    expect(await stage.soar.lookUp(command, stage.sending())).toMatchObject({ status: 'missing', what })
  })

  it('names the artifacts that are missing, where nothing else is', async () => {
    const stage = await stageSoar(routes(current, []))
    const { artifacts: named } = (await stage.soar.lookUp(command, stage.sending())) as { artifacts?: string[] }
    expect(named).toEqual(expect.arrayContaining([ticketSdi]))
    const other = await stageSoar(routes({ ...current, status: 'new' }, []))
    expect(await other.soar.lookUp(command, other.sending())).not.toHaveProperty('artifacts')
  })

  it('misses the container where SOAR has none', async () => {
    const stage = await stageSoar({})
    expect(await stage.soar.lookUp(command, stage.sending())).toEqual({ status: 'missing', what: 'the container' })
  })

  it('says nothing of absence after a failure', async () => {
    const stage = await stageSoar({ 'GET /rest/container/5': html(404) })
    expect(await failureOf(stage.soar.lookUp(command, stage.sending()))).toMatchObject({ kind: 'unavailable' })
  })
})
