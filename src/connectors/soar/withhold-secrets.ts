import type { Exchange } from '../connector'

/** What travels with credentials under names that say nothing of it: tokens as `key`, configurations of assets. */
const secretPath = /\/rest\/(?:ph_user\/[0-9]+\/token|asset)(?:[/?]|$)/

/** Records such exchanges without their bodies: that they took place is enough for the timeline. */
export function withholdSecrets(record: (exchange: Exchange) => void): (exchange: Exchange) => void {
  return exchange => {
    const { request, answer, ...bare } = exchange
    record(secretPath.test(exchange.path) ? bare : exchange)
  }
}
