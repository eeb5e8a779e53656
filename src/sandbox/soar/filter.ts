import { Failure } from './envelope'
import { isObject, type Json } from './json'
import { parseLiteral } from './literal'
import type { Field, Model } from './model'
import { OPERATORS, type Operator } from './operators'
import type { Row } from './table'

/** One condition of a query, ready to be held against each row. */
export interface Filter {
  matches(row: Row): boolean
  /** The rows an index says can match, or null where there is no index for it. */
  candidates(): ReadonlySet<number> | null
}

const PARAMETER = /^_(filter|exclude)_(.+)$/

/** The condition of one query parameter, or null where the parameter is none. */
export function compileFilter(model: Model, parameter: string, text: string): Filter | null {
  const [, verb, path] = PARAMETER.exec(parameter) ?? []
  if (path === undefined) return null
  const { read, field, operatorName, isIndexed } = resolvePath(model, path)
  const operator = findOperator(operatorName)
  const operand = operator.prepare(parseLiteral(text, parameter), field)
  const keep = verb === 'filter'
  return {
    matches: row => operator.matches(read(row), operand) === keep,
    candidates() {
      if (!keep || !isIndexed) return null
      if (operatorName === 'exact') return model.table.lookUp(field.index, operand)
      if (operatorName === 'in' && Array.isArray(operand)) return unite(model, field.index, operand)
      return null
    },
  }
}

/** Django's own words; clients look for their beginning. */
export function cannotResolve(name: string, model: Model): Failure {
  const choices = [...model.fields.keys()].sort().join(', ')
  return new Failure(400, `Cannot resolve keyword '${name}' into field. Choices are: ${choices}`)
}

interface Resolved {
  read(row: Row): Json
  field: Field & { name: string }
  operatorName: string
  isIndexed: boolean
}

/** Follows `column`, `foreign__column`, `json__key__key`, each with an optional `__operator`. */
function resolvePath(model: Model, path: string): Resolved {
  const [first = '', ...rest] = path.split('__')
  const found = model.fields.get(first)
  if (found === undefined) throw cannotResolve(first, model)
  const field = { ...found, name: first }
  if (found.kind === 'json') return resolveKeys(field, rest)
  const [next, ...beyond] = rest
  if (next === undefined || (beyond.length === 0 && OPERATORS.has(next))) {
    // Observed on a real SOAR: a boolean answers to its bare name and refuses `__exact`.
    if (found.kind === 'bool' && next === 'exact') throw unsupported(next)
    return { read: found.read, field, operatorName: next ?? 'exact', isIndexed: true }
  }
  if (found.target === undefined) throw unsupported(next)
  const target = found.target()
  const further = resolvePath(target, rest.join('__'))
  const read = (row: Row): Json => {
    const id = found.read(row)
    const linked = typeof id === 'number' ? target.table.find(id) : undefined
    return linked === undefined ? null : further.read(linked)
  }
  return { ...further, read, isIndexed: false }
}

function resolveKeys(field: Field & { name: string }, rest: string[]): Resolved {
  const last = rest.at(-1)
  const operatorName = last !== undefined && OPERATORS.has(last) ? last : 'exact'
  const keys = operatorName === last ? rest.slice(0, -1) : rest
  const read = (row: Row): Json => keys.reduce<Json>((value, key) => step(value, key), field.read(row))
  return { read, field, operatorName, isIndexed: false }
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

function unite(model: Model, index: string, keys: Json[]): ReadonlySet<number> | null {
  const ids = new Set<number>()
  for (const key of keys) {
    const found = model.table.lookUp(index, key)
    if (found === null) return null
    for (const id of found) ids.add(id)
  }
  return ids
}
