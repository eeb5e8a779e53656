import type { Instance } from '../instance'
import type { Row, Table } from '../tables/table'
import { listCandidates } from './candidates'
import { compareValues } from './compare'
import { type Clause, readTerm, type Term } from './term'
import { type Target, walkTo, walkToShown } from './walk'

export interface Query {
  /** Those that match, in the order asked for, else of their creation. */
  run(): { found: Row[]; looked: number }
  /** The columns that its conditions look at. */
  columns: readonly { table: Table; column: string }[]
  /** True where a part of it is not understood. */
  isFlawed: boolean
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
    run: () => {
      const rows = listCandidates(instance, table, clauses)
      const found = terms.length === 0 ? rows : rows.filter(matches)
      return { found: sortRows(found, orders), looked: rows.length }
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

function sortRows(rows: Row[], orders: Order[]): Row[] {
  if (orders.length === 0) return rows
  const keyed = rows.map(row => ({ row, keys: orders.map(({ target }) => target.read(row)) }))
  const signs = orders.map(({ sign }) => sign)
  keyed.sort((a, b) => {
    for (const [i, sign] of signs.entries()) {
      const order = sign * compareValues(a.keys[i] ?? '', b.keys[i] ?? '')
      if (order !== 0) return order
    }
    return 0
  })
  return keyed.map(({ row }) => row)
}
