import type { Instance } from '../instance'
import type { Row, Table } from '../tables/table'
import { walkTo } from './walk'

type Matches = (row: Row) => boolean

export interface Query {
  matches: Matches
  /** Undefined where the query orders nothing. */
  compare?: (a: Row, b: Row) => number
  /** True where it holds a condition that counts. */
  isNarrowing: boolean
}

const TERM = /^([a-z0-9_.]+)(>=|<=|!=|=|>|<|LIKE|STARTSWITH|ENDSWITH|IN)(.*)$/s

const OPERATORS: Record<string, (value: string, operand: string) => boolean> = {
  '=': (value, operand) => value === operand,
  '!=': (value, operand) => value !== operand,
  LIKE: (value, operand) => value.includes(operand),
  STARTSWITH: (value, operand) => value.startsWith(operand),
  ENDSWITH: (value, operand) => value.endsWith(operand),
  IN: (value, operand) => operand.split(',').includes(value),
  '>=': (value, operand) => order(value, operand) >= 0,
  '<=': (value, operand) => order(value, operand) <= 0,
  '>': (value, operand) => order(value, operand) > 0,
  '<': (value, operand) => order(value, operand) < 0,
}

/** Reads an encoded query. A term that it does not understand is dropped in silence, and so matches every row. */
export function readQuery(instance: Instance, table: Table, encoded: string): Query {
  const groups: Matches[][] = []
  const orders: ((a: Row, b: Row) => number)[] = []
  for (const part of encoded.split('^')) {
    const ordering = readOrdering(instance, table, part)
    const isAlternative = part.startsWith('OR') && ordering === undefined
    const term = ordering ? undefined : readTerm(instance, table, isAlternative ? part.slice(2) : part)
    const last = groups.at(-1)
    if (ordering) orders.push(ordering)
    else if (term && isAlternative && last) last.push(term)
    else if (term) groups.push([term])
  }
  return {
    isNarrowing: groups.length > 0,
    matches: row => groups.every(group => group.some(term => term(row))),
    ...(orders.length === 0 ? {} : { compare: compareBy(orders) }),
  }
}

function readTerm(instance: Instance, table: Table, text: string): Matches | undefined {
  const [, column = '', operator = '', operand = ''] = TERM.exec(text) ?? []
  const apply = OPERATORS[operator]
  const target = walkTo(instance, table, column)
  if (apply === undefined || target === undefined) return undefined
  const wanted = operand.toLowerCase()
  return row => apply(target.read(row).toLowerCase(), wanted)
}

function readOrdering(instance: Instance, table: Table, part: string): ((a: Row, b: Row) => number) | undefined {
  const [, descending, column = ''] = /^ORDERBY(DESC)?([a-z0-9_.]+)$/.exec(part) ?? []
  const target = walkTo(instance, table, column)
  const sign = descending === undefined ? 1 : -1
  return target && ((a, b) => sign * order(target.read(a), target.read(b)))
}

function compareBy(orders: ((a: Row, b: Row) => number)[]): (a: Row, b: Row) => number {
  return (a, b) => orders.map(compare => compare(a, b)).find(result => result !== 0) ?? 0
}

/** Numbers by size, all else (dates too) by its characters. */
function order(a: string, b: string): number {
  const isNumeric = /^-?\d{1,15}$/.test(a) && /^-?\d{1,15}$/.test(b)
  if (isNumeric) return Number(a) - Number(b)
  return a < b ? -1 : a > b ? 1 : 0
}
