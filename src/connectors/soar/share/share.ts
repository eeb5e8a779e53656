import type { ContainerChange } from '../../../domain/container-change'
import type { TicketConnector } from '../../connector'
import { createReadCall, type Line } from '../call'
import { createSoarHttp, type SoarReach } from '../index'
import { createOwners } from '../owner'
import { createDirectory } from '../poll/directory'
import { createPoller } from '../poll/poll'
import { readOfContainer } from '../poll/read-of-container'
import { readVersion } from '../version'
import { createShareWriter } from './share-writer'
import { identify, normalize, stateOf } from './shared-container'

export interface SoarShareOptions extends SoarReach {
  /** Name of the share. */
  connection: string
  /** Name of the SOAR connection whose containers are shared; `url` is its address. */
  from: string
  closeReasonField: string | null
}

/** A SOAR whose containers are the tickets of another one. */
export interface SoarShare extends TicketConnector {
  /** Artifacts, notes and comments of a container, as polls would tell them. Raises as reads do. */
  readContent(containerId: string): Promise<ContainerChange[]>
}

/** No webhook proves anything here: changes come from the bridge's own polls. */
const noWebhook = { signature: () => false, secret: () => false, basic: () => false }

export function createSoarShare(options: SoarShareOptions): SoarShare {
  const { connection, from, url, clock, closeReasonField } = options
  const home = { from, url }
  const line: Line = { http: createSoarHttp(options), clock }
  const call = createReadCall(line)
  const poller = createPoller({ call, clock, closeReasonField })
  const telling = { call, directory: createDirectory(clock), closeReasonField }
  return {
    system: 'soar',
    connection,
    webhook: noWebhook,
    identify,
    normalize: payload => normalize(payload, home),
    ...createShareWriter({ line, owners: createOwners(clock) }),
    async readTicket({ id }) {
      const container = await poller.readContainer(id)
      return container === null ? null : stateOf(container, home)
    },
    // Ids are all there is.
    resolveTicketId: async () => null,
    async probe() {
      await readVersion(call)
    },
    readContent: containerId => readOfContainer(containerId, telling),
  }
}
