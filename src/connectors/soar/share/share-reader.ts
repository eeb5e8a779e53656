import type { Clock } from '../../../domain/clock'
import type { ContainerChange } from '../../../domain/container-change'
import type { TicketConnector, TicketSweeper, TicketVocabularyReader } from '../../connector'
import type { FileCall, ReadCall } from '../call'
import { createDirectory } from '../poll/directory'
import { createPoller } from '../poll/poll'
import { readOfContainer } from '../poll/read-of-container'
import { readVersion } from '../version'
import { readVocabulary } from '../vocabulary'
import { type Home, stateOf } from './shared-container'
import { countUpdated, readUpdated } from './sweep-home'

export interface ShareReader
  extends Pick<TicketConnector, 'readTicket' | 'resolveTicketId' | 'probe'>,
    TicketSweeper,
    TicketVocabularyReader {
  /** Artifacts, notes and comments of a container, as polls would tell them. Raises as reads do. */
  readContent(containerId: string): Promise<ContainerChange[]>
}

/** All that a SOAR is asked for of the containers that it shares. */
export function createShareReader(parts: {
  call: ReadCall & FileCall
  clock: Clock
  closeReasonField: string | null
  home: Home
}): ShareReader {
  const { call, clock, closeReasonField, home } = parts
  const poller = createPoller({ call, clock, closeReasonField })
  const telling = { call, directory: createDirectory(clock), closeReasonField }
  return {
    async readTicket({ id }) {
      const container = await poller.readContainer(id)
      return container === null ? null : stateOf(container, home)
    },
    // Ids are all there is.
    resolveTicketId: async () => null,
    async probe() {
      await readVersion(call)
    },
    readUpdated: asked => readUpdated(asked, telling, home.from),
    countUpdated: asked => countUpdated(asked, call),
    async readVocabulary() {
      const { statuses, severities: severity, labels: label } = await readVocabulary(call)
      return { statuses, choices: { severity, label, sensitivity: ['white', 'green', 'amber', 'red'] } }
    },
    readContent: containerId => readOfContainer(containerId, telling),
  }
}
