import { z } from 'zod'
import { isFieldPath } from './template'

/** One test on one field, or several joined; exactly one of the tests is given. */
export interface Condition {
  field?: string | undefined
  equals?: string | undefined
  in?: string[] | undefined
  contains?: string | undefined
  exists?: boolean | undefined
  and?: Condition[] | undefined
  or?: Condition[] | undefined
  not?: Condition | undefined
}

/** One rule of a chain: the word it gives, where its condition holds (or always). */
export interface Choice<Word extends string = string> {
  when?: Condition | undefined
  use: Word
}

export const expected = (what: string, example: string) => ({ error: `expected ${what}, for example ${example}` })

/** An object that names its known keys when it meets an unknown one. */
export function section<Shape extends z.ZodRawShape>(shape: Shape, example: string) {
  return z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys'
        ? `expected only the keys ${Object.keys(shape).join(', ')}, for example ${example}`
        : `expected a section, for example ${example}`,
  })
}

export const fieldPath = z
  .string(expected('the path of a ticket field', 'priority.name'))
  .refine(isFieldPath, expected('the path of a ticket field', 'priority.name or ticket.key'))
export const fieldPaths = z.array(fieldPath, expected('a list of field paths', '[labels, components.name]'))
export const word = z
  .string(expected('a word', 'high'))
  .min(1, expected('a word', 'high'))
  .max(128, expected('a word of at most 128 characters', 'high'))
export const template = z.string(expected('a text with {field.path} in it', '"{ticket.key}: {summary}"'))
/** YAML reads 3 and true as what they look like; tickets hold strings. */
export const scalar = z
  .union([z.string(), z.number(), z.boolean()], expected('a word or number', 'High'))
  .transform(String)

const tests = ['equals', 'in', 'contains', 'exists', 'and', 'or', 'not'] as const
export const conditionExample = '{ field: priority, in: [Highest, High] }'

export const condition: z.ZodType<Condition> = z.lazy(() =>
  section(
    {
      field: fieldPath.optional(),
      equals: scalar.optional(),
      in: z
        .array(scalar, expected('a list of words', '[Highest, High]'))
        .nonempty(expected('at least one word', '[Highest, High]'))
        .optional(),
      contains: scalar.optional(),
      exists: z.boolean(expected('true or false', 'true')).optional(),
      and: conditions().optional(),
      or: conditions().optional(),
      not: condition.optional(),
    },
    conditionExample,
  ).refine(isOneTest, expected('a field with one test, or one of and, or, not', conditionExample)),
)

function conditions() {
  const wanted = expected('a list of conditions', `[${conditionExample}]`)
  return z.array(condition, wanted).min(1, wanted)
}

function isOneTest(candidate: Condition): boolean {
  const used = tests.filter(test => candidate[test] !== undefined)
  const isJoined = used[0] === 'and' || used[0] === 'or' || used[0] === 'not'
  return used.length === 1 && (candidate.field === undefined) === isJoined
}

export function chainOf<Word extends string>(use: z.ZodType<Word>, example: string) {
  const rule = section({ when: condition.optional(), use }, example)
  return z
    .array(rule, expected('a list of rules', `- ${example}`))
    .refine(chain => chain.slice(0, -1).every(entry => entry.when !== undefined), {
      error: 'expected a rule without "when" to stand last: rules after it never decide',
    })
    .default([])
}
