import { readNow } from '../instant'
import type { Json, JsonObject } from '../json'
import type { Field, Model } from '../model'
import type { Row } from '../table'

/** Columns that a list leaves out unless it is asked for them. */
const EXPENSIVE = ['data']

/** A record as a list shows it. */
export function presentInList(model: Model, row: Row, query: URLSearchParams): JsonObject {
  if (hasFlag(query, 'include_expensive')) return presentRecord(model, row, query)
  const hidden = model.expensive ?? EXPENSIVE
  if (!hidden.some(name => Object.hasOwn(row, name))) return presentRecord(model, row, query)
  const shown = Object.entries(row).filter(([name]) => !hidden.includes(name))
  return presentRecord(model, Object.fromEntries(shown) as Row, query)
}

/** A single record: with `pretty` it names what stands behind its ids and says how long ago its times were. */
export function presentRecord(model: Model, row: Row, query: URLSearchParams): JsonObject {
  if (!hasFlag(query, 'pretty')) return row
  const now = Date.parse(readNow())
  const pretty = [...model.fields].flatMap(([name, field]): [string, Json][] =>
    Object.hasOwn(row, name) && (field.kind === 'time' || field.isForeign === true)
      ? [[`_pretty_${name}`, beautify(field, row, now)]]
      : [],
  )
  return { ...row, ...Object.fromEntries(pretty) }
}

/** `?pretty` alone is enough. */
function hasFlag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name)
  return value !== null && !['false', '0'].includes(value.toLowerCase())
}

function beautify(field: Field, row: Row, now: number): Json {
  const value = field.read(row)
  if (value === null) return null
  if (field.kind === 'time') return tellDistance(Date.parse(String(value)) - now)
  const linked = typeof value === 'number' ? field.target?.().table.find(value) : undefined
  return linked?.username ?? linked?.name ?? value
}

const UNITS: readonly [string, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
]

/** The wording is not verified against a real SOAR. */
function tellDistance(ms: number): string {
  const [unit, length] = UNITS.find(([, size]) => Math.abs(ms) >= size) ?? ['second', 1_000]
  const count = Math.floor(Math.abs(ms) / length)
  const distance = `${count} ${unit}${count === 1 ? '' : 's'}`
  return ms > 0 ? `in ${distance}` : `${distance} ago`
}
