import { readFields, readTags } from '../body'
import { Failure, notFound, reply } from '../envelope'
import type { Json, JsonObject } from '../json'
import { answerList } from '../query'
import type { Route } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'
import type { Tables } from '../tables'
import { findRow, type Kind } from './records'
import { countEvents, showSpecials } from './sightings'

/** `/rest/indicator`: every value that artifacts show, once, with what is known of it (facts section 11). */
export function describeIndicators(soar: Soar): Kind {
  return {
    path: '/rest/indicator',
    model: soar.models.indicator,
    show: (row, query) => showIndicator(soar, row, query),
    update(call, { row, body }) {
      soar.tables.indicator.update(row, readFields(body, { tags: readTags }))
      call.note({ effect: 'indicator.updated', container: null, indicator: row.id })
      return { success: true, id: row.id }
    },
  }
}

/** Indicators by value, the artifacts that show one, and the containers that share some. */
export function createIndicatorRoutes(soar: Soar): Route[] {
  return [
    {
      method: 'get',
      path: '/rest/indicator_by_value',
      answer({ query }) {
        const value = query.get('indicator_value')
        // The text is not verified.
        if (value === null) throw new Failure(400, 'indicator_value is required')
        const [id] = soar.tables.indicator.lookUp('value', value) ?? []
        if (id === undefined) throw notFound()
        return reply(showIndicator(soar, findRow(soar.models.indicator, String(id)), query))
      },
    },
    {
      method: 'get',
      path: '/rest/indicator_artifact',
      answer({ query }) {
        const { id } = findRow(soar.models.indicator, query.get('indicator_id') ?? undefined)
        return reply(answerList({ model: soar.models.artifact, query, only: artifactsOf(soar.tables, id) }))
      },
    },
    {
      method: 'get',
      path: '/rest/indicator_common_container',
      answer: ({ query }) => reply(listCommonContainers(soar, query.getAll('indicator_ids').join(','))),
    },
  ]
}

function showIndicator(soar: Soar, row: Row, query: URLSearchParams): JsonObject {
  return { ...row, ...showSpecials(soar, row.id, query), ...countEvents(soar, row.id) }
}

function artifactsOf({ sighting }: Tables, indicator: number): Set<number> {
  const ids = [...(sighting.lookUp('indicator', indicator) ?? [])]
  return new Set(ids.map(id => Number(sighting.find(id)?.artifact)))
}

/** A bare list, one entry a container. */
function listCommonContainers({ tables }: Soar, indicators: string): Json {
  const ids = indicators.split(',').filter(id => /^\d{1,15}$/.test(id))
  const artifacts = ids.flatMap(id => [...artifactsOf(tables, Number(id))])
  const containers = new Set(artifacts.map(id => Number(tables.artifact.find(id)?.container)))
  return [...containers].flatMap(id => {
    const container = tables.container.find(id)
    return container === undefined ? [] : [{ container_id: id, container_name: container.name ?? null }]
  })
}
