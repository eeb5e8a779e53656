import type { TicketConnector, TicketSweeper } from '../../connector'
import type { VaultReader } from '../../vault-file'
import { createReadCall, type Line } from '../call'
import { createSoarHttp, type SoarReach } from '../index'
import { createOwners } from '../owner'
import { createDirectory } from '../poll/directory'
import { createShareReader, type ShareReader } from './share-reader'
import { createShareWriter } from './share-writer'
import { identify, normalize } from './shared-container'
import { createHomeSweeper } from './sweep-home'

export interface SoarShareOptions extends SoarReach {
  /** Name of the share. */
  connection: string
  /** Name of the SOAR connection whose containers are shared; `url` is its address. */
  from: string
  /** The custom field of containers that says why they were closed; null where none does. */
  closeReasonField: string | null
  /** Reads files of the other SOAR's vault. */
  readFile: VaultReader
}

/** A SOAR whose containers are the tickets of another one. */
export interface SoarShare extends TicketConnector, TicketSweeper, ShareReader {}

/** No webhook proves anything here: changes come from the bridge's own polls. */
const noWebhook = { signature: () => false, secret: () => false, basic: () => false }

export function createSoarShare(options: SoarShareOptions): SoarShare {
  const { connection, from, url, clock, closeReasonField, readFile } = options
  const home = { from, url }
  const line: Line = { http: createSoarHttp(options), clock }
  const telling = { call: createReadCall(line), directory: createDirectory(clock), closeReasonField }
  return {
    system: 'soar',
    connection,
    webhook: noWebhook,
    identify,
    normalize: payload => normalize(payload, home),
    ...createShareReader({ telling, clock, home }),
    ...createHomeSweeper(telling, from),
    ...createShareWriter({ line, owners: createOwners(clock), readFile }),
  }
}
