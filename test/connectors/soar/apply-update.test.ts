import type { JsonObject } from '../../../src/domain/json'
import { buildArtifact, buildUpdate, sdi, ticketSdi } from '../../builders/soar-commands'
import { failureOf } from '../../support/http-client-stage'
import { artifactStore, closeStages, done, failed, html, list, stageSoar } from '../../support/soar-script'

afterEach(closeStages)

const current: JsonObject = {
  id: 5,
  source_data_identifier: sdi,
  name: 'Phishing mail',
  description: 'old',
  label: 'events',
  severity: 'medium',
  sensitivity: 'amber',
  status: 'new',
  tags: ['jira', 'mine'],
  owner: null,
  due_time: '2026-02-01T00:00:00.000000Z',
  start_time: '2026-01-01T00:00:00.534728Z',
  custom_fields: { region: 'emea', mine: 'kept' },
}
const found = { 'GET /rest/container/5': { json: current } }
const ticket = buildArtifact('ticket', { cef: { ticketKey: 'SEC-1' }, label: 'ticket' })
const trigger = buildArtifact('ticket:r2')
const fresh = buildArtifact('203.0.113.9')

describe('updating the fields of a container', () => {
  it('posts what differs, and nothing else', async () => {
    const stage = await stageSoar({ ...found, 'POST /rest/container/5': done(5) })
    const set = {
      name: 'Phishing mail',
      description: 'new',
      label: 'events',
      severity: 'Medium',
      status: 'closed',
      sensitivity: 'red' as const,
      dueTime: '2026-02-01T01:00:00+01:00',
      startTime: '2026-01-02T00:00:00Z',
      customFields: { region: 'apac' },
    }
    const tags = { add: ['vip', 'jira'], remove: ['gone'] }
    const applied = await stage.soar.apply(buildUpdate({ set, tags }), stage.sending())
    expect(applied).toEqual({ containerId: '5', artifacts: [], refused: [], notes: [] })
    expect(stage.journal).toEqual(['GET /rest/container/5', 'beforeWrite', 'POST /rest/container/5'])
    expect(stage.posted('/rest/container/5')).toEqual([
      {
        description: 'new',
        sensitivity: 'red',
        status: 'closed',
        start_time: '2026-01-02T00:00:00Z',
        tags: ['jira', 'mine', 'vip'],
        custom_fields: { region: 'apac', mine: 'kept' },
      },
    ])
  })

  it('writes nothing where nothing differs, and is applied', async () => {
    const stage = await stageSoar(found)
    const set = { name: 'Phishing mail', severity: 'MEDIUM', dueTime: '2026-02-01T00:00:00Z', owner: null }
    const command = buildUpdate({ set, tags: { add: ['mine'], remove: ['other'] } })
    expect(await stage.soar.apply(command, stage.sending())).toMatchObject({ containerId: '5' })
    expect(stage.journal).toEqual(['GET /rest/container/5'])
  })

  it('takes tags away, and leaves those of others', async () => {
    const stage = await stageSoar({ ...found, 'POST /rest/container/5': done(5) })
    await stage.soar.apply(buildUpdate({ tags: { add: [], remove: ['jira'] } }), stage.sending())
    expect(stage.posted('/rest/container/5')).toEqual([{ tags: ['mine'] }])
  })

  it('sets the owner by number, once it is another one', async () => {
    const users = { 'GET /rest/ph_user': list({ id: 8, username: 'jane', email: '' }) }
    const stage = await stageSoar({ ...found, ...users, 'POST /rest/container/5': done(5) })
    await stage.soar.apply(buildUpdate({ set: { owner: 'jane' } }), stage.sending())
    expect(stage.posted('/rest/container/5')).toEqual([{ owner_id: 8 }])
    const settled = await stageSoar({ ...users, 'GET /rest/container/5': { json: { ...current, owner: 8 } } })
    await settled.soar.apply(buildUpdate({ set: { owner: 'jane' } }), settled.sending())
    expect(settled.journal).not.toContain('beforeWrite')
  })

  it('says which owner SOAR does not know', async () => {
    const stage = await stageSoar({ ...found, 'GET /rest/ph_user': list() })
    const { notes } = await stage.soar.apply(buildUpdate({ set: { owner: 'nobody' } }), stage.sending())
    expect(notes).toEqual(['owner: SOAR has no such user'])
  })

  it('leaves alone the owner and the times that the ticket takes away', async () => {
    const stage = await stageSoar({ 'GET /rest/container/5': { json: { ...current, owner: 8 } } })
    const set = { owner: null, dueTime: null, startTime: null }
    await stage.soar.apply(buildUpdate({ set }), stage.sending())
    expect(stage.journal).toEqual(['GET /rest/container/5'])
  })
})

describe('a container that is not there any more', () => {
  it('rejects the update where SOAR answers 404', async () => {
    const stage = await stageSoar({ 'GET /rest/container/5': failed('Requested item not found', 404) })
    expect(await failureOf(stage.soar.apply(buildUpdate(), stage.sending()))).toMatchObject({
      kind: 'rejected',
      code: 'container-gone',
      effect: 'none',
    })
  })

  it.each([
    ['Requested item not found', 404],
    ['in words that we do not know', 404],
    ['Requested item not found', 400],
  ])('rejects it where it goes between reading and writing: %s, status %i', async (words, status) => {
    const stage = await stageSoar({ ...found, 'POST /rest/container/5': failed(words, status) })
    const command = buildUpdate({ set: { name: 'x' } })
    expect(await failureOf(stage.soar.apply(command, stage.sending()))).toMatchObject({ code: 'container-gone' })
  })

  it.each([
    ["a proxy's 404 page", html(404)],
    ["a proxy's 404 in JSON", { status: 404, json: { error: 'no route' } }],
  ])('is not believed of %s', async (_, reply) => {
    const stage = await stageSoar({ 'GET /rest/container/5': reply })
    expect(await failureOf(stage.soar.apply(buildUpdate(), stage.sending()))).toMatchObject({
      kind: 'unavailable',
      code: 'unreadable-answer',
      effect: 'none',
    })
  })

  it('rejects it where the number stands for another container now', async () => {
    const stage = await stageSoar({ 'GET /rest/container/5': { json: { ...current, source_data_identifier: 'x' } } })
    const command = buildUpdate({ set: { name: 'x' } })
    expect(await failureOf(stage.soar.apply(command, stage.sending()))).toMatchObject({
      kind: 'rejected',
      code: 'container-mismatch',
    })
    expect(stage.journal).not.toContain('beforeWrite')
  })
})

describe('updating the artifacts of a container', () => {
  const command = buildUpdate({
    set: { name: 'x' },
    observableArtifacts: [fresh],
    ticketArtifact: { id: '13', artifact: ticket },
    trigger,
  })
  const confirmed = { json: [20, 13, 21].map(id => ({ success: true, id })) }

  it('costs one GET and two writes, the trigger last and alone with automation', async () => {
    const stage = await stageSoar({
      ...found,
      'POST /rest/container/5': done(5),
      'POST /rest/artifact': confirmed,
    })
    const applied = await stage.soar.apply(command, stage.sending())
    expect(applied.artifacts).toEqual([
      { sourceDataIdentifier: fresh.sourceDataIdentifier, id: '20' },
      { sourceDataIdentifier: ticketSdi, id: '13' },
      { sourceDataIdentifier: trigger.sourceDataIdentifier, id: '21' },
    ])
    expect(stage.journal).toEqual([
      'GET /rest/container/5',
      'beforeWrite',
      'POST /rest/container/5',
      'beforeWrite',
      'POST /rest/artifact',
    ])
    expect(stage.posted('/rest/artifact')).toMatchObject([
      [
        { container_id: 5, source_data_identifier: fresh.sourceDataIdentifier, run_automation: false },
        {
          container_id: 5,
          id: 13,
          cef: { ticketKey: 'SEC-1' },
          label: 'ticket',
          name: 'ticket',
          run_automation: false,
        },
        { container_id: 5, source_data_identifier: trigger.sourceDataIdentifier, run_automation: true },
      ],
    ])
  })

  it('finds the ticket artifact where its id is not known', async () => {
    const records = [{ id: 14, container: 5, source_data_identifier: ticketSdi, name: 'old' }]
    const stage = await stageSoar({
      ...found,
      'GET /rest/artifact': artifactStore(records),
      'POST /rest/artifact': { json: [{ success: true, id: 14 }] },
    })
    const { artifacts } = await stage.soar.apply(
      buildUpdate({ ticketArtifact: { id: null, artifact: ticket } }),
      stage.sending(),
    )
    expect(artifacts).toEqual([{ sourceDataIdentifier: ticketSdi, id: '14' }])
    expect(stage.posted('/rest/artifact')).toMatchObject([[{ id: 14 }]])
  })

  it('makes the ticket artifact, without automation, where there is none', async () => {
    const stage = await stageSoar({
      ...found,
      'GET /rest/artifact': list(),
      'POST /rest/artifact': { json: [{ success: true, id: 15 }] },
    })
    await stage.soar.apply(buildUpdate({ ticketArtifact: { id: null, artifact: ticket } }), stage.sending())
    const [items] = stage.posted('/rest/artifact')
    expect(items).toMatchObject([{ source_data_identifier: ticketSdi, run_automation: false }])
    expect(items).not.toMatchObject([{ id: expect.anything() }])
  })

  it.each([200, 400])('sets aside the items that SOAR refuses, status %i', async status => {
    const answer = [{ failed: true, message: 'bad cef' }, { existing_artifact_id: 13 }, { failed: true, message: 'no' }]
    const stage = await stageSoar({
      ...found,
      'POST /rest/container/5': done(5),
      'POST /rest/artifact': { status, json: answer },
    })
    const applied = await stage.soar.apply(command, stage.sending())
    expect(applied.refused.map(({ message }) => message)).toEqual(['bad cef', 'no'])
    expect(applied.artifacts).toEqual([{ sourceDataIdentifier: ticketSdi, id: '13' }])
  })

  it.each([
    ['one item too few', { json: [{ success: true, id: 20 }] }],
    ['one item too many', { json: [20, 13, 21, 22].map(id => ({ success: true, id })) }],
    ['an item without id', { json: [{ success: true, id: 20 }, { success: true }, { success: true, id: 21 }] }],
    ['no array', done(20)],
    ['500 with an array', { status: 500, json: [20, 13, 21].map(id => ({ success: true, id })) }],
    ['nothing', 'reset' as const],
  ])('is not confirmed by %s', async (_, reply) => {
    const stage = await stageSoar({ ...found, 'POST /rest/container/5': done(5), 'POST /rest/artifact': reply })
    expect(await failureOf(stage.soar.apply(command, stage.sending()))).toMatchObject({
      kind: 'unavailable',
      effect: 'unknown',
    })
  })

  it('says that the fields are there where the array is refused as a whole', async () => {
    const stage = await stageSoar({
      ...found,
      'POST /rest/container/5': done(5),
      'POST /rest/artifact': failed('array expected'),
    })
    expect(await failureOf(stage.soar.apply(command, stage.sending()))).toMatchObject({
      kind: 'rejected',
      effect: 'unknown',
    })
  })

  it('is not confirmed where SOAR answers for another container', async () => {
    const stage = await stageSoar({ ...found, 'POST /rest/container/5': done(6) })
    const update = buildUpdate({ set: { name: 'x' } })
    expect(await failureOf(stage.soar.apply(update, stage.sending()))).toMatchObject({ effect: 'unknown' })
  })
})

describe('updating again', () => {
  const command = buildUpdate({
    observableArtifacts: [fresh, buildArtifact('203.0.113.10')],
    ticketArtifact: { id: '13', artifact: ticket },
    trigger,
  })
  const record = (id: number, artifact: typeof ticket) => ({
    id,
    container: 5,
    source_data_identifier: artifact.sourceDataIdentifier,
    name: artifact.name,
    label: artifact.label,
    cef: artifact.cef,
  })

  it('sends only what an earlier try did not leave', async () => {
    const stage = await stageSoar({
      ...found,
      'GET /rest/artifact': artifactStore([record(20, fresh), record(13, ticket), record(22, trigger)]),
      'POST /rest/artifact': { json: [{ success: true, id: 21 }] },
    })
    const { artifacts } = await stage.soar.apply(command, stage.sending(true))
    expect(artifacts.map(({ id }) => id).sort()).toEqual(['13', '20', '21', '22'])
    expect(stage.posted('/rest/artifact')).toMatchObject([[{ name: '203.0.113.10' }]])
  })

  it('sends the ticket artifact where its content is an older one', async () => {
    const older = { ...record(13, ticket), cef: { ticketKey: 'SEC-0' } }
    const stage = await stageSoar({
      ...found,
      'GET /rest/artifact': artifactStore([older]),
      'POST /rest/artifact': { json: [{ success: true, id: 13 }] },
    })
    await stage.soar.apply(buildUpdate({ ticketArtifact: { id: '13', artifact: ticket } }), stage.sending(true))
    expect(stage.posted('/rest/artifact')).toMatchObject([[{ id: 13, cef: { ticketKey: 'SEC-1' } }]])
  })
})

describe('artifacts that may be there', () => {
  const here = { id: 7, container: 5, source_data_identifier: fresh.sourceDataIdentifier, name: fresh.name }
  const lost = buildArtifact('198.51.100.9')
  const asked = {
    observableArtifacts: [fresh, lost],
    mayBeThere: true as const,
    ticketArtifact: { id: null, artifact: ticket },
  }

  it('are looked for first, also on a first try, and only those that are not there are posted', async () => {
    const answers = { json: [done(8).json, done(9).json] } as never
    const stage = await stageSoar({
      ...found,
      'GET /rest/artifact': artifactStore([here]),
      'POST /rest/artifact': answers,
    })
    const { artifacts } = await stage.soar.apply(buildUpdate(asked), stage.sending())
    expect(artifacts.map(({ id }) => id)).toEqual(['7', '8', '9'])
    const posted = stage.posted('/rest/artifact').flat() as JsonObject[]
    expect(posted.map(({ name, run_automation: runs }) => [name, runs])).toEqual([
      [lost.name, false],
      [ticket.name, false],
    ])
  })
})
