import { Failure } from '../envelope'
import { normalizeInstant } from '../instant'
import type { Json } from '../json'
import type { Kind } from '../model'

const BOOLEAN_WORDS = new Map<Json, boolean>([
  [true, true],
  ['true', true],
  ['True', true],
  ['t', true],
  [1, true],
  ['1', true],
  [false, false],
  ['false', false],
  ['False', false],
  ['f', false],
  [0, false],
  ['0', false],
])

/** The operand in the column's own type, or the failure that Django raises. */
export function coerceOperand(operand: Json, { kind, name }: { kind: Kind; name: string }): Json {
  if (operand === null || kind === 'json') return operand
  if (typeof operand === 'object') throw new Failure(400, `Field '${name}' expected one value but got a list`)
  const text = String(operand)
  if (kind === 'text') return text
  if (kind === 'number') {
    if (!/^-?\d{1,20}(\.\d{1,20})?(e[-+]?\d{1,3})?$/.test(text))
      throw new Failure(400, `Field '${name}' expected a number but got '${text}'.`)
    return Number(text)
  }
  const value = kind === 'bool' ? (BOOLEAN_WORDS.get(operand) ?? null) : normalizeInstant(text)
  if (value !== null) return value
  const says = kind === 'bool' ? 'must be either True or False.' : 'has an invalid format.'
  throw new Failure(400, `“${text}” value ${says}`)
}
