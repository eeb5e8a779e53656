import type { Issue, Person, Site } from '../site'
import { findJqlField, type JqlField, namePerson } from './jql-fields'
import type { JqlClause, JqlOperand, JqlOperator, JqlTerm } from './jql-parse'
import { callTimeFunction, readMoment } from './jql-time'
import { createWordTest } from './jql-words'

/** Who searches, and when. */
export interface Searcher {
  site: Site
  caller: Person
  nowMs: number
  /** False: issues that are not there match nothing, instead of being an error. */
  isStrict?: boolean
}

export type IssueTest = (issue: Issue) => boolean

/** A clause as a test of issues; what Jira would say against it goes to `errors`. */
export function compileClause(clause: JqlClause, searcher: Searcher, errors: string[]): IssueTest {
  if (clause.kind === 'not') {
    const test = compileClause(clause.part, searcher, errors)
    return issue => !test(issue)
  }
  if (clause.kind === 'term') return compileTerm(clause, searcher, errors)
  const tests = clause.parts.map(part => compileClause(part, searcher, errors))
  return clause.kind === 'and' ? issue => tests.every(test => test(issue)) : issue => tests.some(test => test(issue))
}

const NEVER: IssueTest = () => false

function compileTerm(term: JqlTerm, searcher: Searcher, errors: string[]): IssueTest {
  const field = findJqlField(searcher.site, term.field)
  if (field === undefined) {
    errors.push(`Field '${term.field}' does not exist or you do not have permission to view it.`)
    return NEVER
  }
  if (!OPERATORS[field.kind].includes(term.operator)) {
    errors.push(`The operator '${term.operator}' is not supported by the '${term.field}' field.`)
    return NEVER
  }
  const test = COMPILERS[field.kind](field as never, term, searcher)
  if (typeof test === 'function') return test
  errors.push(test.error)
  return NEVER
}

const EQUALS: JqlOperator[] = ['=', '!=', 'in', 'not in', 'is', 'is not']
const ORDERED: JqlOperator[] = [...EQUALS, '<', '<=', '>', '>=']
const OPERATORS: Record<JqlField['kind'], JqlOperator[]> = {
  names: EQUALS,
  key: ORDERED,
  time: ORDERED,
  text: ['~', '!~', 'is', 'is not'],
  number: ORDERED,
}

type Compiled = IssueTest | { error: string }
type Kind<Name extends JqlField['kind']> = Extract<JqlField, { kind: Name }>
type Compilers = { [Name in JqlField['kind']]: (field: Kind<Name>, term: JqlTerm, searcher: Searcher) => Compiled }

const COMPILERS: Compilers = {
  names: compileNames,
  key: (_field, term, searcher) => compileKey(term, searcher),
  time: (field, term, { nowMs, caller }) =>
    compileNumber(field.read, term, operand => readTime(operand, term, { nowMs, timeZone: caller.timeZone })),
  text: (field, term) => {
    const [wanted] = term.operands
    if (wanted?.kind !== 'value') return settle(term, issue => field.read(issue).length === 0)
    const holds = createWordTest(wanted.text)
    return settle(term, issue => holds(field.read(issue)))
  },
  number: (field, term) => compileNumber(field.read, term, operand => readNumber(operand, term)),
}

function isNegative({ operator }: JqlTerm): boolean {
  return operator === '!=' || operator === '!~' || operator === 'not in' || operator === 'is not'
}

function settle(term: JqlTerm, test: IssueTest): IssueTest {
  return isNegative(term) ? issue => !test(issue) : test
}

/** A negation leaves out what has no value, as Jira does. */
function compileNames(field: Kind<'names'>, term: JqlTerm, searcher: Searcher): Compiled {
  const known = field.known?.(searcher.site)
  const wanted = new Set<string>()
  for (const operand of term.operands) {
    const text = readName(operand, searcher)
    if (text === undefined) continue
    const fitting = known?.find(words => words.includes(text.toLowerCase()))
    if (known !== undefined && fitting === undefined)
      return { error: `The value '${text}' does not exist for the field '${term.field}'.` }
    wanted.add(fitting?.[0] ?? text.toLowerCase())
  }
  const takesEmpty = term.operands.some(({ kind }) => kind === 'empty')
  const holds = (values: string[]) => values.some(value => wanted.has(value))
  if (!isNegative(term)) return issue => isIn(field.read(issue), holds, takesEmpty)
  return issue => {
    const values = field.read(issue)
    return values.length > 0 && !holds(values)
  }
}

function isIn(values: string[], holds: (values: string[]) => boolean, takesEmpty: boolean): boolean {
  return values.length === 0 ? takesEmpty : holds(values)
}

function readName(operand: JqlOperand, { caller }: Searcher): string | undefined {
  if (operand.kind === 'empty') return undefined
  if (operand.kind === 'value') return operand.text
  return operand.name.toLowerCase() === 'currentuser' ? namePerson(caller)[0] : operand.name
}

/** A key leads to its issue after a move too; one that leads nowhere is an error. */
function compileKey(term: JqlTerm, { site, isStrict = true }: Searcher): Compiled {
  const found: Issue[] = []
  for (const operand of term.operands) {
    const text = operand.kind === 'value' ? operand.text : ''
    const issue = site.findIssue(text)
    if (issue !== undefined) found.push(issue)
    else if (isStrict) return { error: describeMissing(text, term) }
  }
  const ids = new Set(found.map(({ id }) => id))
  const [first] = found
  if (EQUALS.includes(term.operator) || first === undefined) return settle(term, ({ id }) => ids.has(id))
  const limit = numberOf(first)
  return issue => issue.project === first.project && compare(term.operator, numberOf(issue), limit)
}

function describeMissing(text: string, { field }: JqlTerm): string {
  if (/^\d+$/.test(text)) return `A value with ID '${text}' does not exist for the field '${field}'.`
  return `An issue with key '${text}' does not exist for field '${field}'.`
}

function numberOf({ key }: Issue): number {
  return Number(key.slice(key.lastIndexOf('-') + 1))
}

function compileNumber(
  read: (issue: Issue) => number | null,
  term: JqlTerm,
  readOperand: (operand: JqlOperand) => number | { error: string },
): Compiled {
  const isForEmpty = term.operands.some(({ kind }) => kind === 'empty')
  if (isForEmpty) return settle(term, issue => read(issue) === null)
  const limits: number[] = []
  for (const operand of term.operands) {
    const limit = readOperand(operand)
    if (typeof limit !== 'number') return limit
    limits.push(limit)
  }
  const wanted = new Set(limits)
  const [limit = 0] = limits
  const isEquality = EQUALS.includes(term.operator)
  return issue => {
    const value = read(issue)
    if (value === null) return false
    return isEquality ? wanted.has(value) !== isNegative(term) : compare(term.operator, value, limit)
  }
}

function compare(operator: JqlOperator, value: number, limit: number): boolean {
  if (operator === '<') return value < limit
  if (operator === '<=') return value <= limit
  return operator === '>' ? value > limit : value >= limit
}

function readTime(
  operand: JqlOperand,
  term: JqlTerm,
  context: { nowMs: number; timeZone: string },
): number | { error: string } {
  if (operand.kind === 'empty') return 0
  const isCall = operand.kind === 'function'
  const moment = isCall ? callTimeFunction(operand.name, operand.args, context) : readMoment(operand.text, context)
  if (moment !== null) return moment
  if (isCall) return { error: `Unable to find JQL function '${operand.name}(${operand.args.join(', ')})'.` }
  const formats =
    "'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'"
  return {
    error: `Date value '${operand.text}' for field '${term.field}' is invalid. Valid formats include: ${formats}.`,
  }
}

function readNumber(operand: JqlOperand, term: JqlTerm): number | { error: string } {
  const text = operand.kind === 'value' ? operand.text : ''
  const value = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isNaN(value) ? { error: `The value '${text}' for the field '${term.field}' is not a number.` } : value
}
