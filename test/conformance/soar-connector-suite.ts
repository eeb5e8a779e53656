import type { LookedUp, SoarConnector } from '../../src/connectors/connector'
import { isBridgeError } from '../../src/errors'
import { buildArtifact, buildCreate, buildUpdate } from '../builders/soar-commands'
import { failureOf } from '../support/http-client-stage'
import { waitUntil } from '../support/wait-until'
import { cases, expired, titleOf, treatedApart } from './expected-failures'
import { describeNotes } from './soar-note-suite'
import { describePlaybooks } from './soar-playbook-suite'

/** SOAR for the suite: its sandbox and the connector to it. */
export interface SoarSubject {
  connector: SoarConnector
  /** The same with credentials that are none. */
  stranger: SoarConnector
  /** Identifiers of what is there. */
  containers(): Promise<string[]>
  artifacts(): Promise<string[]>
  notes(): Promise<{ id: number; title: string; content: string }[]>
  /** How many runs of playbooks there are. Its only one is `local/triage`. */
  runs(): Promise<number>
  deleteNote(id: string): Promise<void>
  /** `METHOD /path` of every request so far. */
  requests(): Promise<string[]>
  /** Paths of the writes that were announced. */
  announced: string[]
  scenario(wish: Record<string, unknown>): Promise<unknown>
  scenarioNames(): Promise<string[]>
  sending(isRepeat?: boolean, sentAt?: number): Parameters<SoarConnector['apply']>[1]
  close(): Promise<void>
}

const command = buildCreate()
const identifiers = [...command.observableArtifacts, command.ticketArtifact].map(each => each.sourceDataIdentifier)
const creation = { method: 'POST', path: '/rest/container', times: 1 }
const own = ['failed-200', 'artifact-partial']

type Given = () => SoarSubject

/** What a connector to SOAR promises (src/connectors/connector.ts), held against the sandbox. */
export function describeSoarConnector(title: string, open: () => Promise<SoarSubject>): void {
  describe(title, () => {
    let subject: SoarSubject
    beforeEach(async () => {
      subject = await open()
    })
    afterEach(() => subject.close())

    describeWork(() => subject)
    describeReads(() => subject)
    describeWrites(() => subject)
    describeNotes(() => subject)
    describePlaybooks(() => subject)
  })
}

function describeWork(given: Given): void {
  test('probes and reads the vocabulary, and is denied with credentials that are none', async () => {
    const { connector, stranger } = given()
    await connector.probe()
    expect(await connector.readVocabulary()).toMatchObject({
      labels: expect.arrayContaining(['events']),
      severities: expect.arrayContaining(['high', 'medium', 'low']),
      statuses: expect.arrayContaining(['new', 'open', 'closed']),
      version: expect.stringMatching(/^\d/),
    })
    const denied = { kind: 'denied', effect: 'none' }
    expect(await failureOf(stranger.probe())).toMatchObject(denied)
    expect(await failureOf(stranger.readVocabulary())).toMatchObject(denied)
    expect(await failureOf(stranger.apply(command, given().sending()))).toMatchObject(denied)
  })

  test('creates once, announces each write before it leaves, and finds what it made', async () => {
    const { connector, sending, containers, artifacts, announced } = given()
    expect(await connector.lookUp(command, sending())).toMatchObject({ status: 'missing' })
    const applied = await connector.apply(command, sending())
    expect(applied.artifacts.map(each => each.sourceDataIdentifier).sort()).toEqual([...identifiers].sort())
    expect(announced).toHaveLength(1)
    const found: LookedUp = await connector.lookUp(command, sending())
    expect(found).toMatchObject({ status: 'found', applied: { containerId: applied.containerId } })
    expect(await connector.apply(command, sending(true))).toMatchObject({ containerId: applied.containerId })
    expect(await containers()).toEqual([command.sourceDataIdentifier])
    expect((await artifacts()).sort()).toEqual([...identifiers].sort())
    expect(await connector.findDuplicates(command)).toEqual([])
  })

  test('updates what differs, and nothing that is so already', async () => {
    const { connector, sending, requests } = given()
    const { containerId } = await connector.apply(command, sending())
    const observableArtifacts = [buildArtifact('198.51.100.9')]
    const update = buildUpdate({ containerId, set: { status: 'open', severity: 'low' }, observableArtifacts })
    expect(await connector.lookUp(update, sending())).toMatchObject({ status: 'missing' })
    await connector.apply(update, sending())
    expect(await connector.lookUp(update, sending())).toMatchObject({ status: 'found' })
    const before = (await requests()).length
    await connector.apply(update, sending(true))
    expect((await requests()).slice(before).filter(request => request.startsWith('POST'))).toEqual([])
  })

  test('rejects on its own account what SOAR does not know', async () => {
    const { connector, sending, containers } = given()
    const unknown = buildCreate({ fields: { ...command.fields, label: 'nonsense' } })
    expect(await failureOf(connector.apply(unknown, sending()))).toMatchObject({ kind: 'rejected', effect: 'none' })
    expect(await containers()).toEqual([])
    const gone = buildUpdate({ containerId: '4711', set: { status: 'open' } })
    expect(await failureOf(connector.apply(gone, sending()))).toMatchObject({ kind: 'rejected', effect: 'none' })
  })
}

function describeReads(given: Given): void {
  test.each(cases.map(each => [titleOf(each.scenario), each] as const))('reads through %s', async (_, each) => {
    const { connector, sending, scenario } = given()
    await connector.apply(command, sending())
    await scenario(each.scenario)
    if (each.read === null) {
      await connector.probe()
      expect(await connector.lookUp(command, sending())).toMatchObject({ status: 'found' })
      return
    }
    const expected = { ...each.read, effect: 'none' }
    expect(await failureOf(connector.probe())).toMatchObject(expected)
    expect(await failureOf(connector.readVocabulary())).toMatchObject(expected)
    expect(await failureOf(connector.lookUp(command, sending()))).toMatchObject(expected)
    expect(await failureOf(connector.findDuplicates(command))).toMatchObject(expected)
  })

  test.each(['number-as-string', 'missing-field', 'null-object'])('makes nothing up from a %s', async drift => {
    const { connector, sending, scenario } = given()
    const { containerId } = await connector.apply(command, sending())
    for (let round = 0; round < 12; round += 1) {
      await scenario({ name: 'schema-drift', drift, times: 1 })
      const looked = await connector.lookUp(command, sending()).catch((error: unknown) => error)
      if (isBridgeError(looked)) expect(looked.effect).toBe('none')
      else if ((looked as LookedUp).status === 'found') expect(looked).toMatchObject({ applied: { containerId } })
      await scenario({ name: 'clear' })
    }
  })
}

function describeWrites(given: Given): void {
  const repeat = async () => {
    const { connector, sending, scenario, containers, artifacts } = given()
    await scenario({ name: 'clear' })
    await connector.apply(command, sending(true))
    expect(await containers()).toEqual([command.sourceDataIdentifier])
    expect((await artifacts()).sort()).toEqual([...identifiers].sort())
  }

  test.each(cases.map(each => [titleOf(each.scenario), each] as const))(
    'creates through %s, and once in all when it is repeated',
    async (_, { scenario: wish, write = null, leaves = 0 }) => {
      const { connector, sending, scenario, containers } = given()
      await scenario({ ...wish, ...creation })
      const applying = connector.apply(command, sending())
      if (write === null) expect(await applying).toMatchObject({ refused: [] })
      else expect(await failureOf(applying)).toMatchObject(write)
      await waitUntil('what was committed', async () => (await containers()).length === leaves)
      const looked = await connector.lookUp(command, sending())
      expect(looked.status).toBe(leaves === 1 ? 'found' : 'missing')
      await repeat()
    },
  )

  test('knows that expired credentials and a refusal with 200 applied nothing', async () => {
    const { connector, sending, scenario } = given()
    await scenario({ ...expired, ...creation })
    expect(await failureOf(connector.apply(command, sending()))).toMatchObject({ kind: 'denied', effect: 'none' })
    await scenario({ name: 'failed-200', ...creation })
    expect(await failureOf(connector.apply(command, sending()))).toMatchObject({ kind: 'rejected', effect: 'none' })
    await repeat()
  })

  test('completes a creation that lost artifacts', async () => {
    const { connector, sending, scenario } = given()
    await scenario({ name: 'artifact-partial', last: 2, times: 1 })
    const applied = await connector.apply(command, sending())
    expect(applied.artifacts).toHaveLength(identifiers.length)
    await repeat()
  })

  test.each(['number-as-string', 'missing-field', 'null-object'])(
    'creates once through a %s, confirmed or of unknown effect',
    async drift => {
      const { connector, sending, scenario } = given()
      await scenario({ name: 'schema-drift', drift, ...creation })
      const applied = await connector.apply(command, sending()).catch((error: unknown) => error)
      if (isBridgeError(applied)) expect(applied).toMatchObject({ kind: 'unavailable', effect: 'unknown' })
      await repeat()
    },
  )

  test('every scenario of its sandbox is among these', async () => {
    const known = [...cases.map(each => each.scenario.name), ...treatedApart, ...own]
    expect(known).toEqual(expect.arrayContaining(await given().scenarioNames()))
  })
}
