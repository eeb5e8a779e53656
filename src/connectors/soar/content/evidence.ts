import type { JsonObject } from '../../../domain/json'
import { explain } from '../answer'
import { rejectionOf, unclearAnswer, type WriteCall } from '../call'
import type { ListQuery } from '../query'
import { walk } from '../walk'
import { remove, toNumber } from './confirm'

const path = '/rest/evidence'

export interface EvidenceOf {
  containerId: string
  objectId: string
  type: 'containerattachment' | 'artifact' | 'actionrun' | 'container' | 'note'
}

/** Objects that count as evidence of a container (soar.md section 7). */
export function createEvidenceApi(call: WriteCall) {
  return {
    /** Null where it was evidence already: SOAR does not tell its id. */
    add: (evidence: EvidenceOf): Promise<string | null> => add(call, evidence),
    list: (query: ListQuery = {}): AsyncGenerator<JsonObject> => walk(call, path, query),
    delete: (id: string): Promise<void> => remove(call, { path, id }),
  }
}

async function add(call: WriteCall, { containerId, objectId, type }: EvidenceOf): Promise<string | null> {
  const outcome = await call.post(path, {
    container_id: toNumber(containerId),
    object_id: toNumber(objectId),
    content_type: type,
  })
  if (outcome.status === 'done') return outcome.id
  if (outcome.status !== 'refused') throw unclearAnswer(path)
  if (explain(outcome.message)?.code === 'already-evidence') return null
  throw rejectionOf(path, outcome)
}
