import { Failure } from './envelope'
import { normalizeInstant } from './instant'
import { type Json, toCanonicalText } from './json'
import type { Kind } from './model'

/** How one column is compared: the operand is prepared once and then held against each value. */
export interface Operator {
  prepare(operand: Json, column: { kind: Kind; name: string }): Json
  matches(value: Json, operand: Json): boolean
}

type Test = (value: Json, operand: Json) => boolean
type TextTest = (value: string, operand: string) => boolean

const isEqual: Test = (value, operand) => value === operand || toCanonicalText(value) === toCanonicalText(operand)

const compare =
  (test: (order: number) => boolean): Test =>
  (value, operand) => {
    if (value === null || operand === null || typeof value !== typeof operand) return false
    return test(value < operand ? -1 : value > operand ? 1 : 0)
  }

const isAtLeast = compare(order => order >= 0)
const isAtMost = compare(order => order <= 0)

function toText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function onText(test: TextTest): Operator {
  return {
    prepare: operand => toText(operand),
    matches: (value, operand) => value !== null && test(toText(value), toText(operand)),
  }
}

function onTextOfAnyCase(test: TextTest): Operator {
  return onText((value, operand) => test(value.toLowerCase(), operand.toLowerCase()))
}

function onValue(matches: Test): Operator {
  return { prepare: coerce, matches }
}

function onList(matches: (value: Json, operand: Json[]) => boolean, length?: number): Operator {
  return {
    prepare(operand, column) {
      if (!Array.isArray(operand) || operand.length !== (length ?? operand.length))
        throw new Failure(400, `Field '${column.name}' expected a list${length === undefined ? '' : ` of ${length}`}`)
      return operand.map(item => coerce(item, column))
    },
    matches: (value, operand) => Array.isArray(operand) && matches(value, operand),
  }
}

/** A list holds all that is asked for; any other value is searched as text. */
const contains: Operator = {
  prepare: operand => operand,
  matches(value, operand) {
    if (!Array.isArray(value)) return value !== null && toText(value).includes(toText(operand))
    return (Array.isArray(operand) ? operand : [operand]).every(wanted => value.some(item => isEqual(item, wanted)))
  },
}

const isNull: Operator = {
  prepare(operand) {
    if (typeof operand !== 'boolean')
      throw new Failure(400, 'The QuerySet value for an isnull lookup must be True or False.')
    return operand
  },
  matches: (value, operand) => (value === null) === operand,
}

/** The operators of the query language by name (facts section 4); regular expressions and parts of dates are left out. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    exact: onValue(isEqual),
    iexact: onTextOfAnyCase((value, operand) => value === operand),
    contains,
    icontains: onTextOfAnyCase((value, operand) => value.includes(operand)),
    startswith: onText((value, operand) => value.startsWith(operand)),
    istartswith: onTextOfAnyCase((value, operand) => value.startsWith(operand)),
    endswith: onText((value, operand) => value.endsWith(operand)),
    iendswith: onTextOfAnyCase((value, operand) => value.endsWith(operand)),
    gt: onValue(compare(order => order > 0)),
    gte: onValue(isAtLeast),
    lt: onValue(compare(order => order < 0)),
    lte: onValue(isAtMost),
    in: onList((value, operand) => operand.some(item => isEqual(value, item))),
    range: onList((value, [low = null, high = null]) => isAtLeast(value, low) && isAtMost(value, high), 2),
    isnull: isNull,
  }),
)

const BOOLEAN_WORDS: Record<string, boolean> = {
  true: true,
  True: true,
  t: true,
  '1': true,
  false: false,
  False: false,
  f: false,
  '0': false,
}

/** The operand in the column's own type, or the failure that Django raises. */
function coerce(operand: Json, { kind, name }: { kind: Kind; name: string }): Json {
  if (operand === null || kind === 'json') return operand
  if (Array.isArray(operand)) throw new Failure(400, `Field '${name}' expected one value but got a list`)
  const text = toText(operand)
  if (kind === 'text') return text
  if (kind === 'number') {
    if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Failure(400, `Field '${name}' expected a number but got '${text}'.`)
    return Number(text)
  }
  const value = kind === 'bool' ? (BOOLEAN_WORDS[text] ?? null) : normalizeInstant(text)
  if (value === null)
    throw new Failure(
      400,
      `“${text}” value ${kind === 'bool' ? 'must be either True or False.' : 'has an invalid format.'}`,
    )
  return value
}
