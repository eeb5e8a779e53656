import { BridgeError } from '../../../errors'
import type { Literal, Scalar } from './literal'

type Ordered = string | number | Date

/** SOAR's operators and what each compares with (soar.md section 4). Those of a date take UTC. */
export interface Operands {
  exact: Literal
  /** Null asks for what is not set, as with `exact`. */
  iexact: string | null
  /** A list asks a list column for all of its items. */
  contains: string | number | readonly Scalar[]
  icontains: string | number
  startswith: string | number
  istartswith: string | number
  endswith: string | number
  iendswith: string | number
  gt: Ordered
  gte: Ordered
  lt: Ordered
  lte: Ordered
  in: readonly Scalar[]
  /** Both ends belong to it. */
  range: readonly [from: Ordered, to: Ordered]
  isnull: boolean
  regex: string
  iregex: string
  year: number
  quarter: number
  month: number
  week: number
  day: number
  /** 1 is Sunday. */
  week_day: number
  hour: number
  minute: number
  second: number
  /** `YYYY-MM-DD`. */
  date: string
}

export type Operator = keyof Operands

interface Shape {
  fits(value: Literal): boolean
  says: string
}

const isList = (value: Literal): value is readonly Literal[] => Array.isArray(value)
const text: Shape = { fits: value => typeof value === 'string', says: 'a text' }
const single: Shape = { fits: value => !isList(value) && value !== null, says: 'one value' }

/** Of the parts of a date nothing is asked: in a path they may be keys of a JSON column as well. */
const shapes = new Map<string, Shape>([
  ['iexact', { fits: value => typeof value === 'string' || value === null, says: 'a text' }],
  ['contains', { fits: value => value !== null, says: 'a value or a list' }],
  ...['icontains', 'startswith', 'istartswith', 'endswith', 'iendswith'].map((name): [string, Shape] => [name, single]),
  ...['gt', 'gte', 'lt', 'lte'].map((name): [string, Shape] => [name, single]),
  ['in', { fits: isList, says: 'a list' }],
  ['range', { fits: value => isList(value) && value.length === 2 && value.every(single.fits), says: 'a list of two' }],
  ['isnull', { fits: value => typeof value === 'boolean', says: 'True or False' }],
  ['regex', text],
  ['iregex', text],
])

/** Raises `rejected` where the path's operator cannot take the value: SOAR's own answer would only say that it failed. */
export function checkOperand(path: string, value: Literal): void {
  const operator = path.slice(path.lastIndexOf('_') + 1)
  const shape = path.endsWith(`__${operator}`) ? shapes.get(operator) : undefined
  if (shape === undefined || shape.fits(value)) return
  throw new BridgeError('rejected', `A SOAR filter with ${operator} takes ${shape.says}`, { code: 'bad-filter' })
}
