import type { Artifact } from '../../domain/container'
import type { JsonObject } from '../../domain/json'
import { type Outcome, readId } from './answer'
import type { ReadCall, WriteCall } from './call'
import { checkId } from './query'
import { readAll } from './walk'

const path = '/rest/artifact'
/** Identifiers asked for at once: what keeps a query below the 8 KB that nginx reads of a request line. */
const longestFilter = 3_000

export interface ArtifactRecord {
  id: string
  record: JsonObject
}

/** An artifact as SOAR wants it, without its container. `run_automation` is always said: SOAR's default is true. */
export function artifactBody(artifact: Artifact, runAutomation: boolean): JsonObject {
  return {
    name: artifact.name,
    label: artifact.label,
    source_data_identifier: artifact.sourceDataIdentifier,
    cef: artifact.cef,
    cef_types: artifact.cefTypes,
    run_automation: runAutomation,
    ...(artifact.data !== undefined && { data: artifact.data }),
    ...(artifact.tags.length > 0 && { tags: artifact.tags }),
    ...(artifact.description !== undefined && { description: artifact.description }),
    ...(artifact.severity !== undefined && { severity: artifact.severity }),
  }
}

/** POST /rest/artifact for one container. A refusal is a value; `unclear` too. */
export function createArtifact(call: WriteCall, containerId: string, body: JsonObject): Promise<Outcome> {
  return call.post(path, { container_id: Number(checkId(containerId)), ...body })
}

/** One POST of an array: new artifacts, and changes to those whose body carries an `id`. One outcome for each, in order. */
export function sendArtifacts(call: WriteCall, containerId: string, bodies: readonly JsonObject[]): Promise<Outcome[]> {
  const container_id = Number(checkId(containerId))
  return call.postAll(
    path,
    bodies.map(body => ({ container_id, ...body })),
  )
}

/**
 * The container's artifacts with these identifiers; of several with one identifier the lowest id. SOAR does not keep
 * identifiers of artifacts unique (soar.md section 6), so this comes before every repeated creation.
 */
export async function findArtifacts(
  call: ReadCall,
  containerId: string,
  sourceDataIdentifiers: readonly string[],
): Promise<Map<string, ArtifactRecord>> {
  const all = await listArtifacts(call, containerId, sourceDataIdentifiers)
  const lowest = [...all].flatMap(([identifier, [first]]): [string, ArtifactRecord][] =>
    first ? [[identifier, first]] : [],
  )
  return new Map(lowest)
}

/** As `findArtifacts`, with all that carry one identifier, lowest id first. */
export async function listArtifacts(
  call: ReadCall,
  containerId: string,
  sourceDataIdentifiers: readonly string[],
): Promise<Map<string, ArtifactRecord[]>> {
  const found = new Map<string, ArtifactRecord[]>()
  for (const wanted of splitByLength(sourceDataIdentifiers)) {
    const filters = [
      { field: 'container', value: Number(checkId(containerId)) },
      { field: 'source_data_identifier__in', value: wanted },
    ]
    for (const record of await readAll(call, path, { filters })) {
      const id = readId(record.id)
      const identifier = record.source_data_identifier
      if (id === null || typeof identifier !== 'string' || readId(record.container) !== containerId) continue
      found.set(identifier, [...(found.get(identifier) ?? []), { id, record }])
    }
  }
  for (const records of found.values()) records.sort((a, b) => Number(a.id) - Number(b.id))
  return found
}

function splitByLength(identifiers: readonly string[]): string[][] {
  const groups: string[][] = []
  let room = 0
  for (const identifier of identifiers) {
    const length = new URLSearchParams({ '': identifier }).toString().length + 10
    const group = groups.at(-1)
    if (group === undefined || length > room) {
      groups.push([identifier])
      room = longestFilter - length
    } else {
      group.push(identifier)
      room -= length
    }
  }
  return groups
}
