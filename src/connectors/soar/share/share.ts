import type { TicketConnector } from '../../connector'
import { createReadCall, type Line } from '../call'
import { createSoarHttp, type SoarReach } from '../index'
import { createOwners } from '../owner'
import { createShareReader, type ShareReader } from './share-reader'
import { createShareWriter } from './share-writer'
import { identify, normalize } from './shared-container'

export interface SoarShareOptions extends SoarReach {
  /** Name of the share. */
  connection: string
  /** Name of the SOAR connection whose containers are shared; `url` is its address. */
  from: string
  /** The custom field of containers that says why they were closed; null where none does. */
  closeReasonField: string | null
}

/** A SOAR whose containers are the tickets of another one. */
export interface SoarShare extends TicketConnector, ShareReader {}

/** No webhook proves anything here: changes come from the bridge's own polls. */
const noWebhook = { signature: () => false, secret: () => false, basic: () => false }

export function createSoarShare(options: SoarShareOptions): SoarShare {
  const { connection, from, url, clock, closeReasonField } = options
  const home = { from, url }
  const line: Line = { http: createSoarHttp(options), clock }
  return {
    system: 'soar',
    connection,
    webhook: noWebhook,
    identify,
    normalize: payload => normalize(payload, home),
    ...createShareReader({ call: createReadCall(line), clock, closeReasonField, home }),
    ...createShareWriter({ line, owners: createOwners(clock) }),
  }
}
