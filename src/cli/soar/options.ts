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
