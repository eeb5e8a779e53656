import { isObject, type Json, type JsonObject } from '../json'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { findWord } from '../vocabulary'

interface Sighting {
  field: string
  artifact: Row
  container: Row
}

/** When an indicator was seen, and in how many containers of which severity. */
export function countEvents(soar: Soar, indicator: number): JsonObject {
  const sightings = listSightings(soar, indicator)
  const containers = [...new Set(sightings.map(({ container }) => container))]
  const times = sightings.map(({ artifact }) => String(artifact.create_time)).sort()
  const isOpen = ({ status }: Row): boolean => findWord(soar.tables.status, status ?? null)?.status_type !== 'resolved'
  const severities = [...soar.tables.severity.rows()].map(({ name }) => name ?? null)
  return {
    earliest_time: times[0] ?? null,
    latest_time: times.at(-1) ?? null,
    open_events: containers.filter(isOpen).length,
    total_events: containers.length,
    severity_counts: severities.map(name => ({
      name,
      count: containers.filter(({ severity }) => severity === name).length,
    })),
  }
}

/** The CEF fields, contains and labels under which an indicator was seen, each only where it is asked for. */
export function showSpecials(soar: Soar, indicator: number, query: URLSearchParams): JsonObject {
  const special: JsonObject = {}
  const sightings = listSightings(soar, indicator)
  const collect = (name: string, read: (sighting: Sighting) => Json[]): void => {
    if (query.has(name)) special[name] = [...new Set(sightings.flatMap(read))].sort()
  }
  collect('_special_fields', ({ field }) => [field])
  collect('_special_labels', ({ container }) => [container.label ?? null])
  collect('_special_contains', sighting => readContains(soar, sighting))
  return special
}

function listSightings({ tables }: Soar, indicator: number): Sighting[] {
  return [...(tables.sighting.lookUp('indicator', indicator) ?? [])].flatMap(id => {
    const sighting = tables.sighting.find(id)
    const artifact = tables.artifact.find(Number(sighting?.artifact))
    const container = tables.container.find(Number(artifact?.container))
    return artifact === undefined || container === undefined
      ? []
      : [{ field: String(sighting?.field), artifact, container }]
  })
}

/** What the artifact says of the field, else what the CEF does. */
function readContains({ tables }: Soar, { field, artifact }: Sighting): Json[] {
  const own = isObject(artifact.cef_types) ? artifact.cef_types[field] : undefined
  if (Array.isArray(own)) return own
  const [id] = tables.cef.lookUp('name', field) ?? []
  const known = id === undefined ? undefined : tables.cef.find(id)?.data_type
  return Array.isArray(known) ? known : []
}
