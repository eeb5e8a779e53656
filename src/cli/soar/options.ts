import { Option } from 'commander'
import type { JsonObject } from '../../domain/json'
import type { SoarDesk, SoarParts } from './desk'

/** What every command of `soarbridge soar` takes. */
export interface SharedOptions {
  config: string
  connection?: string
  json: boolean
}

export function openDesk({ openSoar }: SoarParts, { config, connection }: SharedOptions): Promise<SoarDesk> {
  return openSoar(config, connection)
}

/** Gathers the values of an option that may be given several times. */
export function gatherTexts(text: string, earlier: readonly string[]): string[] {
  return [...earlier, text]
}

/** Configurations of assets may hold passwords and tokens, and what is printed lands in logs and in histories of terminals. */
export function configurationOption(): Option {
  return new Option(
    '--with-configuration',
    'of assets also their configuration, which may hold passwords and tokens in the clear',
  ).default(false)
}

/** The record as it may be printed. */
export function printableRecord(type: string, record: JsonObject, withConfiguration: boolean): JsonObject {
  if (type !== 'asset' || withConfiguration) return record
  const { configuration: _withheld, ...rest } = record
  return rest
}
