import { Failure } from './envelope'
import { type Json, toCanonicalText } from './json'
import type { Kind } from './model'
import { coerceOperand } from './query/coerce-operand'
import { createSearch } from './query/search-pattern'

/** The column a condition is about. */
export interface Column {
  kind: Kind
  name: string
}

/** An operator with its operand, ready to be held against each value. */
export interface Condition {
  matches(value: Json): boolean
  /** The only values that can match, where there are only a few. */
  keys?: readonly Json[]
}

/** Throws the failure that Django raises where the operand does not fit. */
export type Operator = (operand: Json, column: Column) => Condition

const isNullCondition: Condition = { matches: value => value === null, keys: [null] }

const exact: Operator = (operand, column) => {
  const wanted = coerceOperand(operand, column)
  return { matches: equals(wanted), keys: [wanted] }
}

const isIn: Operator = (operand, column) => {
  // A null within a list is passed over.
  const wanted = requireList(operand, column).filter(item => item !== null)
  const keys = wanted.map(item => coerceOperand(item, column))
  const simple = new Set<Json>(keys.filter(key => typeof key !== 'object'))
  const others = keys.filter(key => typeof key === 'object').map(equals)
  return { matches: value => simple.has(value) || others.some(isEqual => isEqual(value)), keys }
}

const range: Operator = (operand, column) => {
  const [low = null, high = null] = requireList(operand, column, 2).map(item => coerceOperand(item, column))
  return { matches: value => order(value, low) >= 0 && order(value, high) <= 0 }
}

const isnull: Operator = operand => {
  if (typeof operand !== 'boolean')
    throw new Failure(400, 'The QuerySet value for an isnull lookup must be True or False.')
  return operand ? isNullCondition : { matches: value => value !== null }
}

/** A list holds all that is asked for; any other value is searched as text. */
const contains: Operator = (operand, column) => {
  const wanted = (Array.isArray(operand) ? operand : [operand]).map(equals)
  const { matches } = inText((text, part) => text.includes(part), true)(operand, column)
  return {
    matches: value => (Array.isArray(value) ? wanted.every(isWanted => value.some(isWanted)) : matches(value)),
  }
}

type TestText = (text: string, operand: string) => boolean

/** `isPart`: what is true of a part of a text is true of all of it. */
function inText(test: TestText, isPart = false): Operator {
  return operand => {
    const wanted = toText(refuseNull(operand))
    return textCondition(text => test(text, wanted), isPart && isPlain(wanted))
  }
}

function inTextOfAnyCase(test: TestText): Operator {
  return operand => {
    const wanted = toText(refuseNull(operand)).toLowerCase()
    return textCondition(text => test(text.toLowerCase(), wanted), false)
  }
}

/** What is too short is not even put in lower case: most texts of a large table. */
const icontains: Operator = operand => {
  const wanted = toText(refuseNull(operand)).toLowerCase()
  const test = (text: string): boolean => text.length >= wanted.length && text.toLowerCase().includes(wanted)
  return textCondition(test, isPlain(wanted))
}

/** Other values are their JSON; a plain text can only be within one key or one value of it, which is quicker to look through. */
function textCondition(test: (text: string) => boolean, searchesParts: boolean): Condition {
  return {
    matches(value) {
      if (value === null) return false
      return searchesParts && typeof value === 'object' ? isInParts(value, test) : test(toText(value))
    },
  }
}

/** Without anything that JSON puts between its values or that it writes in another way. */
function isPlain(text: string): boolean {
  return /^[\w .@/+=-][\w .@/+=:-]*$/.test(text)
}

function isInParts(value: Json, test: (text: string) => boolean): boolean {
  if (typeof value !== 'object' || value === null) return test(toText(value))
  if (Array.isArray(value)) return value.some(item => isInParts(item, test))
  return Object.keys(value).some(key => test(key) || isInParts(value[key] ?? null, test))
}

function comparing(test: (order: number) => boolean): Operator {
  return (operand, column) => {
    const bound = coerceOperand(refuseNull(operand), column)
    return { matches: value => test(order(value, bound)) }
  }
}

function searching(ignoresCase: boolean): Operator {
  return operand => {
    const search = createSearch(toText(refuseNull(operand)), ignoresCase)
    return { matches: value => value !== null && search(toText(value)) }
  }
}

const iexact: Operator = (operand, column) =>
  operand === null ? isNullCondition : inTextOfAnyCase((text, wanted) => text === wanted)(operand, column)

/** The operators of the query language by name (facts section 4). */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    exact,
    iexact,
    contains,
    icontains,
    startswith: inText((text, start) => text.startsWith(start)),
    istartswith: inTextOfAnyCase((text, start) => text.startsWith(start)),
    endswith: inText((text, end) => text.endsWith(end)),
    iendswith: inTextOfAnyCase((text, end) => text.endsWith(end)),
    gt: comparing(found => found > 0),
    gte: comparing(found => found >= 0),
    lt: comparing(found => found < 0),
    lte: comparing(found => found <= 0),
    in: isIn,
    range,
    isnull,
    regex: searching(false),
    iregex: searching(true),
  }),
)

/** NaN where two values have no order: nothing is true of it. */
function order(value: Json, bound: Json): number {
  if (value === null || bound === null || typeof value !== typeof bound) return Number.NaN
  return value < bound ? -1 : value > bound ? 1 : 0
}

function equals(wanted: Json): (value: Json) => boolean {
  if (typeof wanted !== 'object' || wanted === null) return value => value === wanted
  const text = toCanonicalText(wanted)
  return value => typeof value === 'object' && value !== null && toCanonicalText(value) === text
}

function toText(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function refuseNull(operand: Json): Json {
  if (operand === null) throw new Failure(400, 'Cannot use None as a query value')
  return operand
}

function requireList(operand: Json, { name }: Column, length?: number): Json[] {
  if (Array.isArray(operand) && operand.length === (length ?? operand.length)) return operand
  throw new Failure(400, `Field '${name}' expected a list${length === undefined ? '' : ` of ${length}`}`)
}
