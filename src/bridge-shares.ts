import type { Config } from './config'
import type { SoarConnectionConfig } from './config/connections'
import type { SoarReach } from './connectors/soar'
import { createSoarShare, type SoarShare, type SoarShareOptions } from './connectors/soar/share/share'
import type { Share } from './flows/share-containers'

/** One SOAR whose containers go to another one. */
export interface ConfiguredShare extends Share {
  connector: SoarShare
}

/** By their names. `reachOf` says how a SOAR is reached, `readFile` reads the vaults. */
export function createShares(
  { soar, tickets }: Pick<Config, 'soar' | 'tickets'>,
  { reachOf, readFile }: { reachOf(config: SoarConnectionConfig): SoarReach; readFile: SoarShareOptions['readFile'] },
): Map<string, ConfiguredShare> {
  const homes = new Map(soar.map(one => [one.name, one]))
  const shares = tickets.flatMap((one): [string, ConfiguredShare][] => {
    const home = one.kind === 'soar' ? homes.get(one.from) : undefined
    if (one.kind !== 'soar' || home === undefined) return []
    const { closeReasonField } = home
    const options = { connection: one.name, from: one.from, closeReasonField, readFile, ...reachOf(home) }
    const connector = createSoarShare(options)
    const { readContent } = connector
    return [[one.name, { connection: one.name, from: one.from, soarConnection: one.soar, readContent, connector }]]
  })
  return new Map(shares)
}
