import type { Instance } from '../instance'
import type { Row, Table } from '../tables/table'
import { evaluate } from './evaluate'
import { findFieldOperator, OPERATOR_NAMES, readsAsText, readTest } from './operators'
import { type Target, walkTo, walkToShown } from './walk'

/** One condition of a query. */
export interface Term {
  target: Target
  matches(row: Row): boolean
  /** What an index can be asked for, where the condition is of such a kind. */
  hint?: { kind: 'is' | 'since'; column: string; value: string }
}

/** Conditions of which all must hold, each a list of alternatives. */
export type Clause = Term[][]

const TERM = new RegExp(`^([a-z0-9_.]+)(${OPERATOR_NAMES.map(escapeName).join('|')})(.*)$`, 's')

/** Undefined where the condition names no column or no operator, or a script nobody knows. */
export function readTerm(instance: Instance, table: Table, text: string): Term | undefined {
  const [, path = '', operator = '', operand = ''] = TERM.exec(text) ?? []
  const target = walkTo(instance, table, path)
  if (target === undefined) return undefined
  if (operator === 'INSTANCEOF') return readClassTerm(instance, target, operand)
  const compareFields = findFieldOperator(operator)
  if (compareFields) {
    const other = walkTo(instance, table, operand)
    return other && { target, matches: row => compareFields(target.read(row), other.read(row)) }
  }
  const test = readTest(operator, operand, instance.now())
  const source = readsAsText(operator) ? walkToShown(instance, target) : target
  if (test === undefined) return undefined
  // The sys_id of what is referred to is the reference itself.
  const column = path.replace(/\.sys_id$/, '')
  const hint = column.includes('.') ? undefined : readHint({ column, operator, operand }, instance.now())
  return { target, matches: row => test(source.read(row).toLowerCase()), ...(hint && { hint }) }
}

function readHint(term: { column: string; operator: string; operand: string }, nowMs: number): Term['hint'] {
  const { column, operator, operand } = term
  const value = evaluate(operand, nowMs) ?? ''
  const isTime = column === 'sys_updated_on' && /^\d{4}-\d\d-\d\d/.test(value)
  if (operator === '=' && value !== '') return { kind: 'is', column, value }
  return isTime && /^>=?$/.test(operator) ? { kind: 'since', column, value } : undefined
}

function readClassTerm(instance: Instance, target: Target, name: string): Term {
  const children = instance.listTables().filter(table => table.name === name || table.parent === name)
  const names = new Set(children.map(table => table.name))
  return { target, matches: row => names.has(target.read(row)) }
}

function escapeName(name: string): string {
  return name.replace(/[*]/g, '\\$&')
}
