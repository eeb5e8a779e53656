import type { Vocabulary } from '../connector'
import type { ReadCall } from './call'
import { listLabels } from './container-options'
import { listSeverities } from './severities'
import { listStatuses } from './statuses'
import { readVersion } from './version'

/** The words that commands may use; each list needs the right to read it, else `denied`. */
export async function readVocabulary(call: ReadCall): Promise<Vocabulary> {
  const [labels, severities, statuses, version] = await Promise.all([
    listLabels(call),
    listSeverities(call),
    listStatuses(call),
    readVersion(call),
  ])
  return { labels, severities, statuses, version }
}
