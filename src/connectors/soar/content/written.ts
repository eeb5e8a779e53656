import type { JsonObject } from '../../../domain/json'
import type { WriteCall } from '../call'
import type { ListQuery } from '../query'
import { createAttachmentsApi } from './attachments'
import { createCommentsApi } from './comments'
import { createEvidenceApi } from './evidence'
import { createNotesApi } from './notes'
import { type ContainerPart, listPart } from './parts'
import { createPinsApi } from './pins'

/** What people and playbooks leave in a container. */
export function createWrittenApi(call: WriteCall) {
  return {
    notes: createNotesApi(call),
    comments: createCommentsApi(call),
    pins: createPinsApi(call),
    evidence: createEvidenceApi(call),
    attachments: createAttachmentsApi(call),
    /** All of one part of a container, whatever it is. */
    listPart: (of: { containerId: string; part: ContainerPart }, query?: ListQuery): AsyncGenerator<JsonObject> =>
      listPart(call, of, query),
  }
}
