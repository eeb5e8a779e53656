import type { Clock } from '../../../domain/clock'
import type { ContainerChange } from '../../../domain/container-change'
import type { TicketConnector, TicketFileReader, TicketVocabularyReader } from '../../connector'
import type { FileCall } from '../call'
import { createPoller } from '../poll/poll'
import { readOfContainer } from '../poll/read-of-container'
import type { Telling } from '../poll/tell'
import { readVersion } from '../version'
import { readVocabulary } from '../vocabulary'
import { type Home, stateOf } from './shared-container'

export interface ShareReader
  extends Pick<TicketConnector, 'readTicket' | 'resolveTicketId' | 'probe'>,
    TicketFileReader,
    TicketVocabularyReader {
  /** Artifacts, notes, comments and files of a container, as polls would tell them. Raises as reads do. */
  readContent(containerId: string): Promise<ContainerChange[]>
}

/** All that a SOAR is asked for of the containers that it shares. */
export function createShareReader(parts: {
  telling: Telling & { call: FileCall }
  clock: Clock
  home: Home
}): ShareReader {
  const { telling, clock, home } = parts
  const { call } = telling
  const poller = createPoller({ ...telling, clock })
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
    readAttachment: async (_ticket, attachment) => poller.readFile(attachment),
    async readVocabulary() {
      const { statuses, severities: severity, labels: label } = await readVocabulary(call)
      return { statuses, choices: { severity, label, sensitivity: ['white', 'green', 'amber', 'red'] } }
    },
    readContent: containerId => readOfContainer(containerId, telling),
  }
}
