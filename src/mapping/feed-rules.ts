import { z } from 'zod'
import { sha256Hex } from '../domain/ids'
import { parseYaml } from './parse-yaml'

const expected = (what: string, example: string) => ({ error: `expected ${what}, for example ${example}` })
const template = z.string(expected('a text with {COLUMN} in it', '"{COMMENT} ({INDICATOR ID})"')).min(1)
const word = z.string(expected('a word', 'high')).min(1).max(128)
const column = z.string(expected('the name of a column', 'SCORE')).min(1)

const conditionExample = '{ column: SCORE, atLeast: 75 }'
const condition = z
  .strictObject(
    {
      column,
      equals: z.string().optional(),
      contains: z.string().optional(),
      atLeast: z.number(expected('a number', '75')).optional(),
    },
    expected('a test on a column', conditionExample),
  )
  .refine(
    test => [test.equals, test.contains, test.atLeast].filter(part => part !== undefined).length === 1,
    expected('one of equals, contains, atLeast', conditionExample),
  )

function chainOf<Word extends string>(use: z.ZodType<Word>) {
  const rule = z.strictObject(
    { when: condition.optional(), use },
    expected('a rule', `{ when: ${conditionExample}, use: high }`),
  )
  return z.array(rule).refine(chain => chain.slice(0, -1).every(entry => entry.when !== undefined), {
    error: 'expected a rule without "when" to stand last: rules after it never decide',
  })
}

const sensitivities = ['white', 'green', 'amber', 'red'] as const
const templates = z.record(z.string().regex(/^[A-Za-z]\w{0,99}$/), template).default({})

const schema = z.strictObject({
  /** For files without a first line of names. */
  columns: z.array(column).min(1).optional(),
  delimiter: z.string().length(1, expected('one character', '";"')).default(','),
  severityOrder: z.array(word).min(1).default(['informational', 'low', 'medium', 'high', 'critical']),
  container: z.strictObject({
    identifier: template,
    name: template,
    description: z.string().default(''),
    label: word.optional(),
    severity: chainOf(word).default([{ use: 'medium' }]),
    sensitivity: chainOf(z.enum(sensitivities)).default([{ use: 'amber' }]),
    status: word.default('new'),
    tags: z.array(template).default([]),
  }),
  artifact: z.strictObject({
    name: template,
    label: word.default('event'),
    cef: templates.refine(
      cef => Object.keys(cef).length > 0,
      expected('at least one CEF key', '{ sourceAddress: "{IP}" }'),
    ),
    cefTypes: z.record(z.string(), z.array(word)).default({}),
    data: templates,
    severity: chainOf(word).optional(),
  }),
})

/** How the rows of a file become containers and artifacts; checked and filled with the defaults. */
export type FeedRules = z.output<typeof schema> & { readonly version: string }
export type FeedCondition = z.output<typeof condition>
export type FeedChoice<Word extends string = string> = { when?: FeedCondition | undefined; use: Word }

/** Reads the rules of a feed. Raises `misconfigured` with every mistake at once, each with its line. */
export function parseFeedRules(text: string, source: string): FeedRules {
  const { data } = parseYaml({ text, source, what: 'rules file', schema, code: 'rules-invalid' })
  return { ...data, version: sha256Hex(text) }
}
