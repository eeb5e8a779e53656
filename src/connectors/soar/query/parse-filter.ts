import { BridgeError, isBridgeError } from '../../../errors'
import { type Filter, pathOf } from '../query'
import { encodeLiteral } from './literal'
import { checkPath } from './names'
import { checkOperand } from './operators'
import { matchAt, readLiteral, skipSpace } from './read-literal'

/** As much as fits into one request line. */
const longestText = 8_000

/**
 * Conditions as people write them: `name__icontains="x"`, several with a comma or `AND` between them, `!=` for what must not
 * hold. Values are quoted texts, numbers, `True`, `None`, lists, in Python's or JSON's spelling; times are quoted.
 * Raises `invalid` with code `bad-filter`; its message and its one mistake say at which character and what was expected.
 */
export function parseFilterText(text: string): Filter[] {
  if (text.length > longestText) throw misread(longestText, 'the end of the filter')
  const filters: Filter[] = []
  let at = 0
  for (;;) {
    const read = readCondition(text, at)
    filters.push(read.filter)
    at = skipSpace(text, read.end)
    if (at === text.length) return filters
    const joint = matchAt(/,|AND\b/iy, text, at)
    if (joint === null) throw misread(at, '"," or AND before the next condition')
    at += joint.length
  }
}

function readCondition(text: string, start: number): { filter: Filter; end: number } {
  const at = skipSpace(text, start)
  const field = matchAt(/[A-Za-z0-9_.-]+/y, text, at) ?? ''
  if (field === '') throw misread(at, 'a field, such as name__icontains')
  const signAt = skipSpace(text, at + field.length)
  const sign = matchAt(/!=|==?/y, text, signAt)
  if (sign === null) throw misread(signAt, '= or != and a value; operators belong to the field, such as id__gt=5')
  const read = readLiteral(text, signAt + sign.length)
  if ('expected' in read) throw misread(read.at, read.expected)
  const filter: Filter = { field, value: read.value, ...(sign === '!=' && { exclude: true }) }
  checkCondition(filter, at)
  return { filter, end: read.end }
}

/** What would be refused when the query is built is told here, with its place. */
function checkCondition(filter: Filter, at: number): void {
  try {
    checkOperand(checkPath(pathOf(filter)), filter.value)
    encodeLiteral(filter.value)
  } catch (error) {
    throw isBridgeError(error) ? refusal(at, error.message) : error
  }
}

function misread(at: number, expected: string): BridgeError {
  return refusal(at, `expected ${expected}`)
}

/** Says nothing of the text itself: it may hold what belongs into no log. Characters are counted from 1. */
function refusal(at: number, message: string): BridgeError {
  const mistake = { path: `character ${at + 1}`, message }
  const says = `The filter cannot be read: ${mistake.path}: ${message}`
  return new BridgeError('invalid', says, { code: 'bad-filter', mistakes: [mistake] })
}
