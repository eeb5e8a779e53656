import type { ReadCall } from './call'
import { readWords } from './words'

/** Names of the container statuses that may be assigned: GET /rest/container_status. Written by name, filtered by id. */
export function listStatuses(call: ReadCall): Promise<string[]> {
  return readWords(call, '/rest/container_status')
}
