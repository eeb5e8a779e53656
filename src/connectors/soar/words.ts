import type { ReadCall } from './call'
import { walk } from './walk'

/** The names in a list of SOAR's settings, without those that are disabled. */
export async function readWords(call: ReadCall, path: string): Promise<string[]> {
  const names: string[] = []
  for await (const record of walk(call, path, {})) {
    if (typeof record.name === 'string' && record.disabled !== true) names.push(record.name)
  }
  return names
}
