import { Failure } from './envelope'
import { isObject, type Json } from './json'
import { parseLiteral } from './literal'
import type { Model } from './model'
import { type Column, OPERATORS, type Operator } from './operators'
import { DATE_PARTS } from './query/date-parts'
import type { Row } from './table'

/** One condition of a query, ready to be held against each row. */
export interface Filter {
  matches(row: Row): boolean
  /** The rows an index says can match, or null where there is no index for it. */
  candidates(): ReadonlySet<number> | null
}

const PARAMETER = /^_(filter|exclude)_(.*)$/s

/** The condition of one query parameter, or null where the parameter is none. */
export function compileFilter(model: Model, parameter: string, text: string): Filter | null {
  const [, verb, path] = PARAMETER.exec(parameter) ?? []
  if (path === undefined) return null
  const { read, column, operatorName, index } = resolvePath(model, path.split('__'))
  const { matches, keys } = findOperator(operatorName)(parseLiteral(text, parameter), column)
  const keep = verb === 'filter'
  return {
    matches: row => matches(read(row)) === keep,
    candidates: () => (keep && index !== null && keys !== undefined ? unite(model, index, keys) : null),
  }
}

/** Django's own words; clients look for their beginning. */
export function cannotResolve(name: string, model: Model): Failure {
  const choices = [...model.fields.keys()].sort().join(', ')
  return new Failure(400, `Cannot resolve keyword '${name}' into field. Choices are: ${choices}`)
}

interface Resolved {
  read(row: Row): Json
  column: Column
  operatorName: string
  /** The table's index for this column, or null where it is not the table's own. */
  index: string | null
}

/** Follows `column`, `foreign__column`, `json__key__key`, `time__part`, each with an optional `__operator`. */
function resolvePath(model: Model, [first = '', ...rest]: string[]): Resolved {
  const found = model.fields.get(first)
  if (found === undefined) throw cannotResolve(first, model)
  const own: Resolved = {
    read: found.read,
    column: { kind: found.kind, name: first },
    operatorName: 'exact',
    index: found.index,
  }
  const [next, ...beyond] = rest
  if (found.kind === 'json') return resolveKeys(own, rest)
  if (next === undefined) return own
  if (beyond.length === 0 && OPERATORS.has(next)) {
    // Observed on a real SOAR: a boolean answers to its bare name and refuses `__exact`.
    if (found.kind === 'bool' && next === 'exact') throw unsupported(next)
    return { ...own, operatorName: next }
  }
  if (found.kind === 'time') return resolveDatePart(own, next, beyond)
  if (found.target === undefined) throw unsupported(next)
  const target = found.target()
  const further = resolvePath(target, rest)
  const read = (row: Row): Json => {
    const id = found.read(row)
    const linked = typeof id === 'number' ? target.table.find(id) : undefined
    return linked === undefined ? null : further.read(linked)
  }
  return { ...further, read, index: null }
}

function resolveDatePart(time: Resolved, name: string, [operatorName = 'exact', ...beyond]: string[]): Resolved {
  const part = DATE_PARTS.get(name)
  if (part === undefined || beyond.length > 0) throw unsupported(beyond[0] ?? name)
  return {
    read: row => part.read(time.read(row)),
    column: { kind: part.kind, name: time.column.name },
    operatorName,
    index: null,
  }
}

function resolveKeys(column: Resolved, rest: string[]): Resolved {
  const last = rest.at(-1)
  const operatorName = last !== undefined && OPERATORS.has(last) ? last : 'exact'
  const keys = operatorName === last ? rest.slice(0, -1) : rest
  const read = (row: Row): Json => keys.reduce<Json>((value, key) => step(value, key), column.read(row))
  return { ...column, read, operatorName, index: null }
}

function step(value: Json, key: string): Json {
  if (Array.isArray(value)) return value[Number(key)] ?? null
  return isObject(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null
}

function findOperator(name: string): Operator {
  const operator = OPERATORS.get(name)
  if (operator === undefined) throw unsupported(name)
  return operator
}

function unsupported(name: string): Failure {
  return new Failure(400, `Unsupported lookup '${name}' for this field or join on the field not permitted.`)
}

function unite(model: Model, index: string, keys: readonly Json[]): ReadonlySet<number> | null {
  const sets = keys.map(key => model.table.lookUp(index, key))
  if (sets.length === 1) return sets[0] ?? null
  const ids = new Set<number>()
  for (const set of sets) {
    if (set === null) return null
    for (const id of set) ids.add(id)
  }
  return ids
}
