import type { ReadCall } from './call'
import { readWords } from './words'

/** Names of the severities that may be assigned: GET /rest/severity. */
export function listSeverities(call: ReadCall): Promise<string[]> {
  return readWords(call, '/rest/severity')
}
