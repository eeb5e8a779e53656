import { Failure, reply } from './envelope'
import { readNow } from './instant'
import type { Json, JsonObject } from './json'
import type { SoarSandboxOptions } from './options'
import { answerList } from './query'
import type { Route } from './route'
import type { Soar } from './soar'
import type { Row, Table } from './table'

export const SENSITIVITIES = ['white', 'green', 'amber', 'red']

export function describeSeverities(names: readonly string[] = ['high', 'medium', 'low']): JsonObject[] {
  const standard = names.includes('medium') ? 'medium' : names[0]
  return names.map((name, order) => ({
    name,
    color: 'grey',
    is_default: name === standard,
    order,
    disabled: false,
    is_mutable: !['high', 'medium', 'low'].includes(name),
    create_time: readNow(),
    modified_time: readNow(),
  }))
}

const STATUSES = [
  { name: 'new', type: 'new' },
  { name: 'open', type: 'open' },
  { name: 'closed', type: 'resolved' },
] as const

/** The first status of each type is its default one. */
export function describeStatuses(statuses: NonNullable<SoarSandboxOptions['statuses']> = STATUSES): JsonObject[] {
  return statuses.map(({ name, type }, order) => ({
    disabled: false,
    name,
    is_mutable: !STATUSES.some(builtIn => builtIn.name === name),
    modified_time: readNow(),
    is_default: statuses.findIndex(other => other.type === type) === order,
    create_time: readNow(),
    order,
    status_type: type,
  }))
}

/** The severity or status of that name, in any case. */
export function findWord(table: Table, name: Json): Row | undefined {
  if (typeof name !== 'string') return undefined
  const wanted = name.toLowerCase()
  return [...table.rows()].find(row => row.name === name || String(row.name).toLowerCase() === wanted)
}

/** The stored spelling of a severity or status; SOAR's own texts where it is none (facts section 5). */
export function readWord(table: Table, value: Json, kind: 'Severity' | 'ContainerStatus'): string {
  if (typeof value === 'number') throw new Failure(400, "'int' object has no attribute 'lower'")
  const word = findWord(table, value)
  // A name that was deleted is gone for new objects, save those that ingestion counts on.
  if (word === undefined || (word.disabled === true && word.is_mutable === true))
    throw new Failure(400, `${kind} matching query does not exist.`)
  return String(word.name)
}

/** The name that a new object gets where none is asked for. */
export function readDefaultWord(table: Table, type?: string): string {
  const rows = [...table.rows()]
  const found = rows.find(row => row.is_default === true && (type === undefined || row.status_type === type))
  return String((found ?? rows[0])?.name ?? '')
}

/** `/rest/severity`, `/rest/container_status` and, the only way to list labels, `/rest/container_options`. */
export function createVocabularyRoutes({ models, tables }: Soar): Route[] {
  const names = (table: Table): Json[] =>
    [...table.rows()].filter(row => row.disabled !== true).map(row => row.name ?? null)
  return [
    {
      method: 'get',
      path: '/rest/severity',
      answer: ({ query }) => reply(answerList({ model: models.severity, query })),
    },
    {
      method: 'get',
      path: '/rest/container_status',
      answer: ({ query }) => reply(answerList({ model: models.status, query })),
    },
    {
      method: 'get',
      path: '/rest/container_options',
      answer: () =>
        reply({
          label: names(tables.label),
          tags: listTags(tables.container),
          status: names(tables.status),
          severity: names(tables.severity),
          sensitivity: SENSITIVITIES,
        }),
    },
  ]
}

function listTags(containers: Table): Json[] {
  const tags = new Set<Json>()
  for (const { tags: own } of containers.rows()) if (Array.isArray(own)) for (const tag of own) tags.add(tag)
  return [...tags].sort()
}
