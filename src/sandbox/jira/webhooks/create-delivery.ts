import type { Ledger } from '../../stage/ledger'
import type { Random } from '../../stage/random'
import type { Site } from '../site'
import { type Announcer, createAnnouncer } from './announcer'
import { type Courier, type CourierParts, createCourier } from './courier'
import { createWebhookRegistry, type WebhookRegistry, type WebhookSettings } from './registry'

/** From what happened to who is told of it. */
export interface Delivery {
  registry: WebhookRegistry
  courier: Courier
  announcer: Announcer
}

export interface DeliverySettings extends Pick<CourierParts, 'retryDelayMs' | 'shuffle'> {
  webhooks: WebhookSettings[]
}

/** Identifiers come from one stream of chance, everything else from another. */
export function createDelivery(
  settings: DeliverySettings,
  parts: { site: Site; ledger: Ledger; ids: Random; luck: Random },
): Delivery {
  const { site, ledger, ids, luck } = parts
  const { retryDelayMs, shuffle, webhooks } = settings
  const registry = createWebhookRegistry(site, webhooks)
  const courier = createCourier({ retryDelayMs, shuffle, ledger, random: luck })
  return { registry, courier, announcer: createAnnouncer({ site, registry, courier, random: ids }) }
}
