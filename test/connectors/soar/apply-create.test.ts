import { isJsonObject, type Json, type JsonObject } from '../../../src/domain/json'
import { buildCreate, buildFields, sdi, ticketSdi } from '../../builders/soar-commands'
import { failureOf } from '../../support/http-client-stage'
import { artifactStore, closeStages, done, failed, list, stageSoar } from '../../support/soar-script'

afterEach(closeStages)

const firstSdi = `${sdi}:198.51.100.7`
const secondSdi = `${sdi}:198.51.100.8`
const inline = (...items: JsonObject[]) => done(5, { new_artifact_ids: [], artifacts: items })
const there = (id: number, source_data_identifier: string, container = 5) => ({ id, container, source_data_identifier })
const allConfirmed = inline({ success: true, id: 11 }, { success: true, id: 12 }, { success: true, id: 13 })
const duplicate = failed('duplicate with container 5', 400, { existing_container_id: 5 })

const sdisOf = (bodies: Json[]) => bodies.map(body => (isJsonObject(body) ? body.source_data_identifier : null))

describe('creating a container', () => {
  it('is one POST with everything in it, announced first', async () => {
    const stage = await stageSoar({ 'POST /rest/container': allConfirmed }, { assetId: 7, tenantId: 2 })
    const applied = await stage.soar.apply(buildCreate(), stage.sending())
    expect(applied).toEqual({
      containerId: '5',
      artifacts: [
        { sourceDataIdentifier: firstSdi, id: '11' },
        { sourceDataIdentifier: secondSdi, id: '12' },
        { sourceDataIdentifier: ticketSdi, id: '13' },
      ],
      refused: [],
      notes: [],
    })
    expect(stage.journal).toEqual(['beforeWrite', 'POST /rest/container'])
    expect(stage.posted('/rest/container')).toEqual([
      {
        name: 'Phishing mail',
        description: 'SEC-1 https://jira.example/browse/SEC-1',
        label: 'events',
        severity: 'high',
        sensitivity: 'amber',
        status: 'new',
        tags: ['jira'],
        source_data_identifier: sdi,
        run_automation: false,
        asset_id: 7,
        tenant_id: 2,
        artifacts: [
          expect.objectContaining({ source_data_identifier: firstSdi, run_automation: false }),
          expect.objectContaining({ source_data_identifier: secondSdi, run_automation: false }),
          {
            name: 'ticket',
            label: 'ticket',
            source_data_identifier: ticketSdi,
            cef: { ticketKey: 'SEC-1' },
            cef_types: { sourceAddress: ['ip'] },
            run_automation: true,
          },
        ],
      },
    ])
  })

  it('sends times, custom fields and the owner by number', async () => {
    const users = list({ id: 8, username: 'jane', email: '', is_active: true })
    const stage = await stageSoar({ 'POST /rest/container': allConfirmed, 'GET /rest/ph_user': users })
    const fields = buildFields({
      owner: 'jane',
      dueTime: '2026-02-01T00:00:00Z',
      startTime: '2026-01-01T00:00:00Z',
      customFields: { region: 'emea' },
    })
    await stage.soar.apply(buildCreate({ fields }), stage.sending())
    expect(stage.posted('/rest/container')).toMatchObject([
      {
        owner_id: 8,
        due_time: '2026-02-01T00:00:00Z',
        start_time: '2026-01-01T00:00:00Z',
        custom_fields: { region: 'emea' },
      },
    ])
  })

  it('leaves an owner out whom SOAR does not know, and says so', async () => {
    const stage = await stageSoar({ 'POST /rest/container': allConfirmed, 'GET /rest/ph_user': list() })
    const applied = await stage.soar.apply(buildCreate({ fields: buildFields({ owner: 'nobody' }) }), stage.sending())
    expect(applied.notes).toEqual(['owner: SOAR has no such user'])
    expect(stage.posted('/rest/container')[0]).not.toHaveProperty('owner_id')
  })

  it('takes an artifact that SOAR had already for confirmed', async () => {
    const answer = inline({ existing_artifact_id: 3 }, { success: true, id: 12 }, { success: true, id: 13 })
    const stage = await stageSoar({ 'POST /rest/container': answer })
    const { artifacts } = await stage.soar.apply(buildCreate(), stage.sending())
    expect(artifacts.map(({ id }) => id)).toEqual(['3', '12', '13'])
  })

  it.each([
    ['says nothing of artifacts', done(5, { new_artifact_ids: [11, 12, 13] })],
    ['confirms too few', inline({ success: true, id: 11 })],
    ['misses an id', inline({ success: true, id: 11 }, { success: true }, { success: true, id: 13 })],
  ])('looks the artifacts up where the answer %s, and posts none twice', async (_, answer) => {
    const records = [there(11, firstSdi), there(12, secondSdi), there(13, ticketSdi)]
    const stage = await stageSoar({ 'POST /rest/container': answer, 'GET /rest/artifact': artifactStore(records) })
    const { artifacts } = await stage.soar.apply(buildCreate(), stage.sending())
    expect(artifacts.map(({ id }) => id)).toEqual(['11', '12', '13'])
    expect(stage.posted('/rest/artifact')).toEqual([])
  })

  it('posts what is missing one by one, the ticket artifact last and alone with automation', async () => {
    const stage = await stageSoar({
      'POST /rest/container': duplicate,
      'GET /rest/artifact': artifactStore([there(11, firstSdi)]),
      'POST /rest/artifact': [done(12), done('13')],
    })
    const applied = await stage.soar.apply(buildCreate(), stage.sending())
    expect(applied).toMatchObject({ containerId: '5', refused: [] })
    expect(applied.artifacts.map(({ id }) => id)).toEqual(['11', '12', '13'])
    expect(stage.journal).toEqual([
      'beforeWrite',
      'POST /rest/container',
      'GET /rest/artifact',
      'beforeWrite',
      'POST /rest/artifact',
      'beforeWrite',
      'POST /rest/artifact',
    ])
    expect(stage.posted('/rest/artifact')).toMatchObject([
      { container_id: 5, source_data_identifier: secondSdi, run_automation: false },
      { container_id: 5, source_data_identifier: ticketSdi, run_automation: true },
    ])
  })

  it('never posts a second artifact for the ticket', async () => {
    const stage = await stageSoar({
      'POST /rest/container': duplicate,
      'GET /rest/artifact': artifactStore([there(13, ticketSdi), there(20, ticketSdi)]),
      'POST /rest/artifact': [done(21), done(22)],
    })
    const { artifacts } = await stage.soar.apply(buildCreate(), stage.sending())
    expect(sdisOf(stage.posted('/rest/artifact'))).toEqual([firstSdi, secondSdi])
    expect(artifacts.at(-1)).toEqual({ sourceDataIdentifier: ticketSdi, id: '13' })
  })

  it.each([200, 201, 400, 409])('takes existing_container_id with status %i for the container', async status => {
    const stage = await stageSoar({
      'POST /rest/container': failed('duplicate', status, { existing_container_id: 5 }),
      'GET /rest/artifact': artifactStore([there(11, firstSdi), there(12, secondSdi), there(13, ticketSdi)]),
    })
    expect(await stage.soar.apply(buildCreate(), stage.sending())).toMatchObject({ containerId: '5' })
  })

  it('sets an artifact aside that SOAR refuses, and keeps the rest', async () => {
    const stage = await stageSoar({
      'POST /rest/container': inline(
        { failed: true, message: 'bad cef' },
        { success: true, id: 12 },
        { success: true, id: 13 },
      ),
      'GET /rest/artifact': artifactStore([there(12, secondSdi), there(13, ticketSdi)]),
      'POST /rest/artifact': failed('bad cef'),
    })
    const applied = await stage.soar.apply(buildCreate(), stage.sending())
    expect(applied.refused).toEqual([{ sourceDataIdentifier: firstSdi, message: 'bad cef' }])
    expect(applied.artifacts.map(({ id }) => id)).toEqual(['12', '13'])
  })

  it('accepts existing_artifact_id when it completes', async () => {
    const stage = await stageSoar({
      'POST /rest/container': duplicate,
      'GET /rest/artifact': list(),
      'POST /rest/artifact': failed('artifact already exists', 400, { existing_artifact_id: 11 }),
    })
    const { artifacts, refused } = await stage.soar.apply(buildCreate(), stage.sending())
    expect(artifacts.map(({ id }) => id)).toEqual(['11', '11', '11'])
    expect(refused).toEqual([])
  })

  it.each([
    ['is reset', 'reset' as const],
    ['answers no id', { json: { success: true } }],
    ['meets a refused token', failed('Invalid automation token', 401)],
    ['is throttled', { status: 429, json: {} }],
  ])('is partly there, so of unknown effect, where a later write %s', async (_, reply) => {
    const stage = await stageSoar({
      'POST /rest/container': done(5),
      'GET /rest/artifact': list(),
      'POST /rest/artifact': reply,
    })
    expect(await failureOf(stage.soar.apply(buildCreate(), stage.sending()))).toMatchObject({ effect: 'unknown' })
  })

  it('is partly there where the artifacts cannot be read after it', async () => {
    const stage = await stageSoar({ 'POST /rest/container': done(5), 'GET /rest/artifact': failed('x', 500) })
    expect(await failureOf(stage.soar.apply(buildCreate(), stage.sending()))).toMatchObject({
      kind: 'unavailable',
      effect: 'unknown',
    })
  })

  it('has no effect where the owner cannot be read before it', async () => {
    const stage = await stageSoar({ 'GET /rest/ph_user': failed('x', 500) })
    const command = buildCreate({ fields: buildFields({ owner: 'jane' }) })
    expect(await failureOf(stage.soar.apply(command, stage.sending()))).toMatchObject({
      kind: 'unavailable',
      effect: 'none',
    })
    expect(stage.journal).not.toContain('beforeWrite')
  })
})

describe('creating a container again', () => {
  const container = (id: number, changes: JsonObject = {}) => ({
    id,
    source_data_identifier: sdi,
    asset: 7,
    ...changes,
  })

  it('looks it up by identifier and asset, takes the lowest id, and completes it', async () => {
    const stage = await stageSoar(
      {
        'GET /rest/container': list(container(9), container(5)),
        'GET /rest/artifact': artifactStore([there(11, firstSdi), there(12, secondSdi)]),
        'POST /rest/artifact': done(13),
      },
      { assetId: 7 },
    )
    const applied = await stage.soar.apply(buildCreate(), stage.sending(true))
    expect(applied).toMatchObject({ containerId: '5', notes: [expect.stringContaining('9')] })
    expect(applied.artifacts.map(({ id }) => id)).toEqual(['11', '12', '13'])
    const [asked] = stage.asked('/rest/container')
    expect(asked?.query.get('_filter_source_data_identifier')).toBe(`"${sdi}"`)
    expect(asked?.query.get('_filter_asset')).toBe('7')
    expect(stage.posted('/rest/container')).toEqual([])
  })

  it('creates it where there is none', async () => {
    const stage = await stageSoar({ 'GET /rest/container': list(), 'POST /rest/container': allConfirmed })
    expect(await stage.soar.apply(buildCreate(), stage.sending(true))).toMatchObject({ containerId: '5' })
    expect(stage.journal).toEqual(['GET /rest/container', 'beforeWrite', 'POST /rest/container'])
  })

  it('is not misled by a SOAR that drops the filter', async () => {
    const others = list(container(1, { source_data_identifier: 'x' }), container(2, { asset: 8 }))
    const stage = await stageSoar(
      { 'GET /rest/container': others, 'POST /rest/container': allConfirmed },
      { assetId: 7 },
    )
    await stage.soar.apply(buildCreate(), stage.sending(true))
    expect(stage.posted('/rest/container')).toHaveLength(1)
  })

  it('writes nothing while the look-up fails', async () => {
    const stage = await stageSoar({ 'GET /rest/container': failed('x', 500) })
    expect(await failureOf(stage.soar.apply(buildCreate(), stage.sending(true)))).toMatchObject({ effect: 'none' })
    expect(stage.journal).not.toContain('beforeWrite')
  })

  it('asks for many artifacts in several queries, each short enough for a URL', async () => {
    const observableArtifacts = Array.from({ length: 200 }, (_, index) => ({
      ...buildCreate().ticketArtifact,
      sourceDataIdentifier: `${sdi}:sha256:${String(index).padStart(64, '0')}`,
    }))
    const command = buildCreate({ observableArtifacts })
    const records = [...observableArtifacts, command.ticketArtifact].map((artifact, index) =>
      there(index + 1, artifact.sourceDataIdentifier),
    )
    const stage = await stageSoar({
      'GET /rest/container': list(container(5)),
      'GET /rest/artifact': artifactStore(records),
    })
    const { artifacts } = await stage.soar.apply(command, stage.sending(true))
    expect(artifacts).toHaveLength(201)
    const lengths = stage.asked('/rest/artifact').map(({ query }) => query.toString().length)
    expect(lengths.length).toBeGreaterThan(1)
    expect(Math.max(...lengths)).toBeLessThan(4_000)
  })
})
