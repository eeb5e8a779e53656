import type { Instance } from '../instance'
import type { Row, Table } from '../tables/table'
import { listCandidates } from './candidates'
import { createOrder } from './compare'
import { type Clause, readTerm, type Term } from './term'
import { type Target, walkTo, walkToShown } from './walk'

export interface Query {
  /** The first `count` of those that match, in the order asked for, else of their creation. */
  run(count: number): Found
  /** The columns that its conditions look at. */
  columns: readonly { table: Table; column: string }[]
  /** True where a part of it is not understood. */
  isFlawed: boolean
}

export interface Found {
  rows: Row[]
  /** How many match. */
  total: number
  /** How many were looked at. */
  looked: number
}

interface Order {
  target: Target
  sign: 1 | -1
}

/**
 * Reads an encoded query. A part that it does not understand is dropped in silence, and so matches every row. `^OR`
 * binds to the condition before it, `^NQ` begins another query whose rows come in addition.
 */
export function readQuery(instance: Instance, table: Table, encoded: string): Query {
  const clauses: Clause[] = [[]]
  const orders: Order[] = []
  let isFlawed = false
  for (const part of splitParts(encoded)) {
    const order = readOrder(instance, table, part)
    const { kind, text } = order ? { kind: '', text: '' } : readKind(part)
    if (order) orders.push(order)
    if (kind === 'NQ') clauses.push([])
    if (text === '') continue
    const term = readTerm(instance, table, text)
    if (term === undefined) isFlawed = true
    else addTerm(clauses.at(-1) ?? [], term, kind === 'OR')
  }
  const terms = clauses.flat(2)
  const matches = (row: Row) => clauses.some(clause => clause.every(group => group.some(term => term.matches(row))))
  return {
    isFlawed,
    columns: terms.map(({ target }) => target),
    run: count => {
      const rows = listCandidates(instance, table, clauses)
      const found = terms.length === 0 ? rows : rows.filter(matches)
      return { rows: takeFirst(found, orders, count), total: found.length, looked: rows.length }
    },
  }
}

/** A caret in a value is written twice. */
function splitParts(encoded: string): string[] {
  return encoded
    .replaceAll('^^', '\u0000')
    .split('^')
    .map(part => part.replaceAll('\u0000', '^'))
}

function readKind(part: string): { kind: '' | 'OR' | 'NQ'; text: string } {
  if (part === 'EQ' || part.startsWith('GROUPBY')) return { kind: '', text: '' }
  const [, kind = '', text = ''] = /^(OR|NQ)?(.*)$/s.exec(part) ?? []
  return { kind: kind === 'OR' || kind === 'NQ' ? kind : '', text }
}

function addTerm(clause: Clause, term: Term, isAlternative: boolean): void {
  const last = clause.at(-1)
  if (isAlternative && last) last.push(term)
  else clause.push([term])
}

/** References are ordered by what they show. */
function readOrder(instance: Instance, table: Table, part: string): Order | undefined {
  const [, descending, column = ''] = /^ORDERBY(DESC)?([a-z0-9_.]+)$/.exec(part) ?? []
  const target = walkTo(instance, table, column)
  return target && { target: walkToShown(instance, target), sign: descending === undefined ? 1 : -1 }
}

/** Rows that no order tells apart stay in the order of their creation. */
function takeFirst(rows: Row[], orders: Order[], count: number): Row[] {
  if (orders.length === 0) return rows.slice(0, count)
  const compares = orders.map(({ target, sign }) => ({ sign, compare: createOrder(rows.map(row => target.read(row))) }))
  const first = selectFirst(rows.length, count, (i, j) => {
    for (const { sign, compare } of compares) {
      const order = sign * compare(i, j)
      if (order !== 0) return order
    }
    return i - j
  })
  return first.map(place => rows[place] as Row)
}

/** The first `count` of the places below `length`, in order: most are dropped without being sorted. */
function selectFirst(length: number, count: number, compare: (i: number, j: number) => number): number[] {
  const best: number[] = []
  let bound: number | undefined
  for (let place = 0; place < length; place++) {
    if (bound !== undefined && compare(place, bound) > 0) continue
    best.push(place)
    if (best.length < 2 * count) continue
    best.sort(compare).length = count
    bound = best.at(-1)
  }
  return best.sort(compare).slice(0, count)
}
