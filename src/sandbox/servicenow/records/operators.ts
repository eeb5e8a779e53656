import { compareValues } from './compare'
import { evaluate } from './evaluate'

/** Whether a value, in lower case, passes. */
export type Test = (value: string) => boolean

type MakeTest = (operand: string, nowMs: number) => Test | undefined

/** What a condition compares a column with; an operand that is not understood makes no test. */
const OPERATORS: Record<string, MakeTest> = {
  '=': withValue(wanted => value => value === wanted),
  '!=': withValue(wanted => value => value !== wanted),
  LIKE: withValue(part => value => value.includes(part)),
  'NOT LIKE': withValue(part => value => !value.includes(part)),
  STARTSWITH: withValue(part => value => value.startsWith(part)),
  ENDSWITH: withValue(part => value => value.endsWith(part)),
  IN: withList(wanted => value => wanted.has(value)),
  'NOT IN': withList(wanted => value => !wanted.has(value)),
  ISEMPTY: () => value => value === '',
  ISNOTEMPTY: () => value => value !== '',
  ANYTHING: () => () => true,
  '>=': withValue(bound => value => value !== '' && compareValues(value, bound) >= 0),
  '<=': withValue(bound => value => value !== '' && compareValues(value, bound) <= 0),
  '>': withValue(bound => value => value !== '' && compareValues(value, bound) > 0),
  '<': withValue(bound => value => value !== '' && compareValues(value, bound) < 0),
  BETWEEN: withSpan((from, to) => value => isWithin(value, from, to)),
  ON: withSpan((from, to) => value => isWithin(value, from, to)),
  NOTON: withSpan((from, to) => value => !isWithin(value, from, to)),
}

const SYNONYMS: Record<string, string> = {
  CONTAINS: 'LIKE',
  '*': 'LIKE',
  NOTLIKE: 'NOT LIKE',
  'DOES NOT CONTAIN': 'NOT LIKE',
  '!*': 'NOT LIKE',
  '%': 'ENDSWITH',
  NOTIN: 'NOT IN',
  EMPTYSTRING: 'ISEMPTY',
}

/** Compare a column with another one of the same record. */
const FIELD_OPERATORS: Record<string, (value: string, other: string) => boolean> = {
  SAMEAS: (value, other) => value === other,
  NSAMEAS: (value, other) => value !== other,
  GT_FIELD: (value, other) => compareValues(value, other) > 0,
  LT_FIELD: (value, other) => compareValues(value, other) < 0,
  GT_OR_EQUALS_FIELD: (value, other) => compareValues(value, other) >= 0,
  LT_OR_EQUALS_FIELD: (value, other) => compareValues(value, other) <= 0,
}

const READ_AS_TEXT = new Set(['LIKE', 'NOT LIKE', 'STARTSWITH', 'ENDSWITH'])

/** Every operator, the longer ones first: `INSTANCEOF` is no `IN`. */
export const OPERATOR_NAMES = [OPERATORS, SYNONYMS, FIELD_OPERATORS]
  .flatMap(operators => Object.keys(operators))
  .concat('INSTANCEOF')
  .sort((a, b) => b.length - a.length)

export function readTest(operator: string, operand: string, nowMs: number): Test | undefined {
  return OPERATORS[SYNONYMS[operator] ?? operator]?.(operand, nowMs)
}

export function findFieldOperator(operator: string): ((value: string, other: string) => boolean) | undefined {
  return FIELD_OPERATORS[operator]
}

/** Such operators look at what a reference shows, not at the sys_id it holds. */
export function readsAsText(operator: string): boolean {
  return READ_AS_TEXT.has(SYNONYMS[operator] ?? operator)
}

function withValue(make: (operand: string) => Test): MakeTest {
  return (operand, nowMs) => {
    const value = evaluate(operand, nowMs)
    return value === undefined ? undefined : make(value.toLowerCase())
  }
}

function withList(make: (operands: ReadonlySet<string>) => Test): MakeTest {
  return operand => make(new Set(operand.toLowerCase().split(',')))
}

/** `from@to`, with or without a label before them. */
function withSpan(make: (from: string, to: string) => Test): MakeTest {
  return (operand, nowMs) => {
    const [from, to] = operand
      .split('@')
      .slice(-2)
      .map(part => evaluate(part, nowMs)?.toLowerCase())
    return from === undefined || to === undefined ? undefined : make(from, to)
  }
}

function isWithin(value: string, from: string, to: string): boolean {
  return value !== '' && compareValues(value, from) >= 0 && compareValues(value, to) <= 0
}
