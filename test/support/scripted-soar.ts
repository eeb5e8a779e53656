import type { Applied, Duplicate, LookedUp, Sending, SoarConnector, Vocabulary } from '../../src/connectors/connector'
import type { SoarCommand } from '../../src/domain/command'

type Apply = (command: SoarCommand, sending: Sending) => Promise<Applied>
type LookUp = (command: SoarCommand, sending: Pick<Sending, 'record'>) => Promise<LookedUp>
type FindDuplicates = (command: SoarCommand) => Promise<Duplicate[]>

/** A SOAR that answers as the test says, in turn; the last answer stays. */
export interface ScriptedSoar extends SoarConnector {
  onApply(...answers: Apply[]): void
  onLookUp(...answers: LookUp[]): void
  onFindDuplicates(...answers: FindDuplicates[]): void
  /** What was asked of it, in order. */
  calls: { call: 'apply' | 'lookUp' | 'findDuplicates'; command: SoarCommand; isRepeat?: boolean }[]
  vocabulary: Vocabulary
}

export function createScriptedSoar(): ScriptedSoar {
  const applies: Apply[] = []
  const lookUps: LookUp[] = []
  const searches: FindDuplicates[] = []
  const calls: ScriptedSoar['calls'] = []
  const vocabulary = { labels: ['events'], severities: ['high'], statuses: ['new'], version: '6.4.0' }
  return {
    connection: 'soar',
    calls,
    vocabulary,
    onApply: (...answers) => void applies.splice(0, applies.length, ...answers),
    onLookUp: (...answers) => void lookUps.splice(0, lookUps.length, ...answers),
    onFindDuplicates: (...answers) => void searches.splice(0, searches.length, ...answers),
    probe: async () => {},
    readVocabulary: async () => vocabulary,
    poll: async ({ since }) => ({ changes: [], mark: since ?? { at: 0, id: '' }, isMore: false }),
    readContainer: async () => null,
    readFile: async () => null,
    apply: (command, sending) => {
      calls.push({ call: 'apply', command, isRepeat: sending.isRepeat })
      return nextOf(applies)(command, sending)
    },
    lookUp: (command, sending) => {
      calls.push({ call: 'lookUp', command })
      return nextOf(lookUps)(command, sending)
    },
    findDuplicates: command => {
      calls.push({ call: 'findDuplicates', command })
      return nextOf(searches)(command)
    },
  }
}

function nextOf<Answer>(answers: Answer[]): Answer {
  const next = answers.length > 1 ? answers.shift() : answers[0]
  if (next === undefined) throw new Error('the script says nothing about this call')
  return next
}

/** Everything the command asks for, with an id each. */
export function appliedAs(command: SoarCommand, containerId = '7'): Applied {
  const artifacts = artifactsOf(command)
  return {
    containerId,
    artifacts: artifacts.map(({ sourceDataIdentifier }, index) => ({ sourceDataIdentifier, id: `${100 + index}` })),
    refused: [],
    notes: [],
  }
}

function artifactsOf(command: SoarCommand) {
  if (command.kind === 'add-enrichment') return command.artifacts
  if (!('observableArtifacts' in command)) return []
  const ticket = command.kind === 'create-container' ? command.ticketArtifact : command.ticketArtifact?.artifact
  return [...command.observableArtifacts, ...(ticket === undefined ? [] : [ticket])]
}

/** Writes once and succeeds. */
export const succeed: Apply = async (command, sending) => {
  await sending.beforeWrite()
  sending.record({ method: 'POST', path: '/rest/container', status: 200, ms: 3 })
  return appliedAs(command)
}

/** Fails with this, after a write or before any. */
export function fail(error: unknown, { afterWrite }: { afterWrite: boolean }): Apply {
  return async (_, sending) => {
    if (afterWrite) await sending.beforeWrite()
    throw error
  }
}

export const find: LookUp = async command => ({ status: 'found', applied: appliedAs(command) })
export const miss: LookUp = async () => ({ status: 'missing', what: 'container' })
