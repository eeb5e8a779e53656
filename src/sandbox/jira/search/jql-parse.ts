import { type JqlToken, placeOf, readTokens } from './jql-tokens'

export interface JqlTerm {
  kind: 'term'
  field: string
  operator: JqlOperator
  operands: JqlOperand[]
}

/** `in` takes several operands, `is` takes EMPTY, every other operator one. */
export type JqlOperator = '=' | '!=' | '~' | '!~' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'is' | 'is not'

export type JqlOperand =
  | { kind: 'value'; text: string }
  | { kind: 'empty' }
  | { kind: 'function'; name: string; args: string[] }

export type JqlClause = JqlTerm | { kind: 'and' | 'or'; parts: JqlClause[] } | { kind: 'not'; part: JqlClause }

export interface JqlOrder {
  field: string
  isDescending: boolean
}

export interface JqlQuery {
  /** Null: everything. */
  where: JqlClause | null
  order: JqlOrder[]
}

const MAX_DEPTH = 100
const NEVER: JqlClause = { kind: 'or', parts: [] }

/** Reads a query by descent, one token at a time; or says what is wrong with it. */
export function parseJql(query: string): JqlQuery | { error: string } {
  const tokens = readTokens(query)
  if ('error' in tokens) return tokens
  const reader = createReader(query, tokens)
  const isBare = reader.isKeyword('order') || reader.peek().kind === 'end'
  const where = isBare ? null : readOr(reader, 0)
  const order = readOrder(reader)
  if (reader.peek().kind !== 'end') reader.fail("Expecting either 'OR' or 'AND' but got")
  const error = reader.error()
  return error === undefined ? { where, order } : { error }
}

interface Reader {
  peek(): JqlToken
  take(): JqlToken
  isKeyword(word: string): boolean
  /** Takes the keyword or sign, if it is next. */
  takes(word: string): boolean
  /** The first failure counts; nothing is read after it. */
  fail(expecting: string): void
  error(): string | undefined
}

function createReader(query: string, tokens: JqlToken[]): Reader {
  const end: JqlToken = { kind: 'end', value: '', at: query.length }
  let next = 0
  let error: string | undefined
  const peek = () => tokens[next] ?? end
  const is = (word: string) => peek().kind !== 'text' && peek().value.toLowerCase() === word
  return {
    peek,
    take: () => {
      const token = peek()
      next++
      return token
    },
    isKeyword: is,
    takes: word => {
      if (!is(word)) return false
      next++
      return true
    },
    fail: expecting => {
      const { kind, value, at } = peek()
      const got = kind === 'end' ? 'the end of the query' : `'${value}'`
      error ??= `Error in the JQL Query: ${expecting} ${got}. ${placeOf(query, at)}`
      next = tokens.length
    },
    error: () => error,
  }
}

function readOr(reader: Reader, depth: number): JqlClause {
  const parts = [readAnd(reader, depth)]
  while (reader.takes('or') || reader.takes('|')) {
    reader.takes('|')
    parts.push(readAnd(reader, depth))
  }
  return join('or', parts)
}

function readAnd(reader: Reader, depth: number): JqlClause {
  const parts = [readNot(reader, depth)]
  while (reader.takes('and') || reader.takes('&')) {
    reader.takes('&')
    parts.push(readNot(reader, depth))
  }
  return join('and', parts)
}

function join(kind: 'and' | 'or', parts: JqlClause[]): JqlClause {
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { kind, parts }
}

function readNot(reader: Reader, depth: number): JqlClause {
  if (depth > MAX_DEPTH) {
    reader.fail('The query is nested too deeply at')
    return NEVER
  }
  if (reader.takes('not') || reader.takes('!')) return { kind: 'not', part: readNot(reader, depth + 1) }
  if (!reader.takes('(')) return readTerm(reader)
  const inner = readOr(reader, depth + 1)
  if (!reader.takes(')')) reader.fail("Expecting ')' before")
  return inner
}

function readTerm(reader: Reader): JqlClause {
  const { kind } = reader.peek()
  if (kind !== 'word' && kind !== 'text') {
    reader.fail('Expecting a field name but got')
    return NEVER
  }
  const field = reader.take().value
  const operator = readOperator(reader)
  if (operator === undefined) {
    reader.fail('Expecting operator but got')
    return NEVER
  }
  return { kind: 'term', field, operator, operands: readOperands(reader, operator) }
}

const COMPARISONS: readonly JqlOperator[] = ['=', '!=', '~', '!~', '<=', '>=', '<', '>']

function readOperator(reader: Reader): JqlOperator | undefined {
  if (reader.takes('in')) return 'in'
  if (reader.takes('not')) return reader.takes('in') ? 'not in' : undefined
  if (reader.takes('is')) return reader.takes('not') ? 'is not' : 'is'
  return COMPARISONS.find(sign => reader.takes(sign))
}

function readOperands(reader: Reader, operator: JqlOperator): JqlOperand[] {
  const isList = operator === 'in' || operator === 'not in'
  if (!isList) return [readOperand(reader)]
  if (!reader.takes('(')) {
    // A function stands for a list of its own.
    return [readOperand(reader)]
  }
  const operands = [readOperand(reader)]
  while (reader.takes(',')) operands.push(readOperand(reader))
  if (!reader.takes(')')) reader.fail("Expecting ',' or ')' but got")
  return operands
}

function readOperand(reader: Reader): JqlOperand {
  const { kind } = reader.peek()
  if (kind !== 'word' && kind !== 'text') {
    reader.fail('Expecting either a value, list or function but got')
    return { kind: 'empty' }
  }
  const { value } = reader.take()
  if (kind === 'text') return { kind: 'value', text: value }
  if (reader.takes('(')) return { kind: 'function', name: value, args: readArguments(reader) }
  return /^(empty|null)$/i.test(value) ? { kind: 'empty' } : { kind: 'value', text: value }
}

function readArguments(reader: Reader): string[] {
  const args: string[] = []
  while (reader.peek().kind === 'word' || reader.peek().kind === 'text') {
    args.push(reader.take().value)
    reader.takes(',')
  }
  if (!reader.takes(')')) reader.fail("Expecting ')' but got")
  return args
}

function readOrder(reader: Reader): JqlOrder[] {
  if (!reader.takes('order')) return []
  if (!reader.takes('by')) reader.fail("Expecting 'by' but got")
  const order: JqlOrder[] = []
  do {
    const { kind } = reader.peek()
    if (kind !== 'word' && kind !== 'text') reader.fail('Expecting a field name but got')
    else order.push({ field: reader.take().value, isDescending: !reader.takes('asc') && reader.takes('desc') })
  } while (reader.takes(','))
  return order
}
