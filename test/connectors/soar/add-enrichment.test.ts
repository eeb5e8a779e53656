import type { AddEnrichment } from '../../../src/domain/command'
import { buildArtifact, buildUpdate, sdi } from '../../builders/soar-commands'
import { failureOf } from '../../support/http-client-stage'
import { artifactStore, closeStages, done, stageSoar } from '../../support/soar-script'

afterEach(closeStages)

const first = buildArtifact('result:1', { label: 'enrichment' })
const second = buildArtifact('result:2', { label: 'enrichment' })
const command: AddEnrichment = {
  kind: 'add-enrichment',
  containerId: '5',
  sourceDataIdentifier: sdi,
  artifacts: [first, second],
}
const container = { id: 5, source_data_identifier: sdi, severity: 'medium', tags: [], custom_fields: {} }
const found = { 'GET /rest/container/5': { json: container } }
const stored = (id: number, name: string) => ({ id, container: 5, source_data_identifier: `${sdi}:${name}` })

describe('results', () => {
  it('are looked for before they are posted, also on the first try, and start no playbook', async () => {
    const stage = await stageSoar({
      ...found,
      'GET /rest/artifact': artifactStore([stored(11, 'result:1')]),
      'POST /rest/artifact': { json: [{ success: true, id: 12 }] },
    })
    expect(await stage.soar.apply(command, stage.sending())).toEqual({
      containerId: '5',
      artifacts: [
        { sourceDataIdentifier: first.sourceDataIdentifier, id: '11' },
        { sourceDataIdentifier: second.sourceDataIdentifier, id: '12' },
      ],
      refused: [],
      notes: [],
    })
    expect(stage.posted('/rest/artifact')).toMatchObject([
      [{ source_data_identifier: second.sourceDataIdentifier, label: 'enrichment', run_automation: false }],
    ])
    expect(stage.journal).toEqual(['GET /rest/container/5', 'GET /rest/artifact', 'beforeWrite', 'POST /rest/artifact'])
  })

  it('that changed are brought to their content where they are there, posted where not, and left alone where they have it', async () => {
    const third = buildArtifact('result:3', { label: 'enrichment' })
    const same = { ...stored(13, 'result:3'), name: third.name, label: third.label, cef: third.cef }
    const older = { ...stored(11, 'result:1'), name: first.name, label: first.label, cef: { finding: 'Clean' } }
    const stage = await stageSoar({
      ...found,
      'GET /rest/artifact': artifactStore([older, same]),
      'POST /rest/artifact': {
        json: [
          { success: true, id: 11 },
          { success: true, id: 12 },
        ],
      },
    })
    const change = { ...command, artifacts: [], changed: [first, second, third] }
    expect(await stage.soar.lookUp(change, stage.sending())).toMatchObject({ status: 'missing', what: '2 artifacts' })
    const { artifacts } = await stage.soar.apply(change, stage.sending())
    expect(artifacts.map(({ id }) => id)).toEqual(['13', '11', '12'])
    const [posted] = stage.posted('/rest/artifact')
    expect(posted).toMatchObject([{ id: 11, cef: first.cef, run_automation: false }, { run_automation: false }])
    expect(posted).not.toHaveProperty('1.id')
  })

  it('are found where all of them are there, and missing where one is not', async () => {
    const stage = await stageSoar({
      ...found,
      'GET /rest/artifact': [{ json: { count: 0, num_pages: 0, data: [] } }],
    })
    expect(await stage.soar.lookUp(command, stage.sending())).toEqual({
      status: 'missing',
      what: '2 artifacts',
      artifacts: [1, 2].map(id => `soarbridge:jira:10042:result:${id}`),
    })
    const whole = await stageSoar({
      ...found,
      'GET /rest/artifact': artifactStore([stored(11, 'result:1'), stored(12, 'result:2')]),
    })
    expect(await whole.soar.lookUp(command, whole.sending())).toMatchObject({ status: 'found' })
    expect(await whole.soar.apply(command, whole.sending())).toMatchObject({ artifacts: [{ id: '11' }, { id: '12' }] })
    expect(whole.journal).not.toContain('beforeWrite')
  })

  it('have nowhere to go where the container was deleted', async () => {
    const stage = await stageSoar({})
    expect(await failureOf(stage.soar.apply(command, stage.sending()))).toMatchObject({ code: 'container-gone' })
  })

  it('that are there twice are named', async () => {
    const stage = await stageSoar({
      'GET /rest/container': { json: { count: 1, num_pages: 1, data: [container] } },
      'GET /rest/artifact': artifactStore([stored(11, 'result:1'), stored(14, 'result:1')]),
    })
    expect(await stage.soar.findDuplicates(command)).toEqual([{ what: 'artifact', found: '14', kept: '11' }])
  })
})

describe('a severity that results raised', () => {
  const raise = buildUpdate({ set: { severity: 'high', name: 'x' }, keepSeverities: ['critical'] })

  it.each([
    ['medium', { severity: 'high', name: 'x' }],
    ['Critical', { name: 'x' }],
  ])('where SOAR says %s is set as %j', async (severity, posted) => {
    const stage = await stageSoar({
      'GET /rest/container/5': { json: { ...container, severity } },
      'POST /rest/container/5': done(5),
    })
    await stage.soar.apply(raise, stage.sending())
    expect(stage.posted('/rest/container/5')).toEqual([posted])
  })
})
