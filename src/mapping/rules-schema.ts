import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { findings } from '../domain/finding'
import { observableTypes } from '../domain/observable'
import { defaultFileSuffixes } from './scan/judge-domain'
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

const expected = (what: string, example: string) => ({ error: `expected ${what}, for example ${example}` })

/** An object that names its known keys when it meets an unknown one. */
function section<Shape extends z.ZodRawShape>(shape: Shape, example: string) {
  return z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys'
        ? `expected only the keys ${Object.keys(shape).join(', ')}, for example ${example}`
        : `expected a section, for example ${example}`,
  })
}

const fieldPath = z
  .string(expected('the path of a ticket field', 'priority.name'))
  .refine(isFieldPath, expected('the path of a ticket field', 'priority.name or ticket.key'))
const fieldPaths = z.array(fieldPath, expected('a list of field paths', '[labels, components.name]'))
const word = z
  .string(expected('a word', 'high'))
  .min(1, expected('a word', 'high'))
  .max(128, expected('a word of at most 128 characters', 'high'))
const template = z.string(expected('a text with {field.path} in it', '"{ticket.key}: {summary}"'))
/** YAML reads 3 and true as what they look like; tickets hold strings. */
const scalar = z.union([z.string(), z.number(), z.boolean()], expected('a word or number', 'High')).transform(String)

const tests = ['equals', 'in', 'contains', 'exists', 'and', 'or', 'not'] as const
const conditionExample = '{ field: priority, in: [Highest, High] }'

const condition: z.ZodType<Condition> = z.lazy(() =>
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

function chainOf<Word extends string>(use: z.ZodType<Word>, example: string) {
  const rule = section({ when: condition.optional(), use }, example)
  return z
    .array(rule, expected('a list of rules', `- ${example}`))
    .refine(chain => chain.slice(0, -1).every(entry => entry.when !== undefined), {
      error: 'expected a rule without "when" to stand last: rules after it never decide',
    })
    .default([])
}

const sensitivities = ['white', 'green', 'amber', 'red'] as const
const sensitivity = z.enum(sensitivities, expected(`one of ${sensitivities.join(', ')}`, 'amber'))

const tag = section(
  { from: fieldPath.optional(), use: word.optional(), when: condition.optional() },
  '{ from: labels }',
).refine(entry => (entry.from === undefined) !== (entry.use === undefined), {
  error: 'expected either "from" (a field path) or "use" (a word), for example { from: labels }',
})

const cefKey = z
  .string()
  .regex(/^[A-Za-z]\w{0,99}$/, expected('a CEF key of letters, digits and underscores', 'sourceAddress'))
const customFieldName = z
  .string()
  .regex(/^(?!__)[^\p{Cc}]{1,100}$/u, expected('the name of a custom field', 'ticket_key'))

const container = section(
  {
    name: template.default('{ticket.key}: {summary}'),
    description: template.default('{description}'),
    label: chainOf(word, '{ when: { field: labels, contains: phishing }, use: phishing }'),
    severity: chainOf(word, '{ when: { field: priority, in: [Highest, High] }, use: high }'),
    sensitivity: chainOf(sensitivity, '{ when: { field: labels, contains: secret }, use: red }'),
    status: chainOf(word, '{ when: { field: status, equals: Done }, use: closed }'),
    tags: z.array(tag, expected('a list of tags', '- { from: labels }')).default([{ from: 'labels' }]),
    owner: fieldPaths.default([]),
    dueTime: fieldPaths.default([]),
    startTime: fieldPaths.default([]),
    customFields: z
      .record(customFieldName, template, expected('custom fields with their texts', '{ ticket_key: "{ticket.key}" }'))
      .default({}),
  },
  '{ name: "{ticket.key}: {summary}" }',
)

const ticketArtifact = section(
  {
    label: word.default('ticket'),
    cef: z.record(cefKey, template, expected('CEF keys with their texts', '{ ticketKey: "{ticket.key}" }')).default({
      ticketKey: '{ticket.key}',
      ticketId: '{ticket.id}',
      ticketUrl: '{ticket.url}',
      ticketSystem: '{ticket.system}',
      ticketCollection: '{ticket.collection}',
      ticketSummary: '{summary}',
    }),
    cefTypes: z
      .record(cefKey, z.array(word), expected('CEF keys with their types', '{ ticketUrl: [url] }'))
      .default({ ticketUrl: ['url'] }),
  },
  '{ label: ticket }',
)

const ignore = section(
  {
    domains: z.array(word, expected('a list of domains', '[acme.example]')).default([]),
    networks: z
      .array(
        z.string().refine(isNetwork, expected('a network or an address', '10.0.0.0/8')),
        expected('a list of networks', '["10.0.0.0/8"]'),
      )
      .default([]),
    emails: z.array(word, expected('a list of addresses', '[soc@acme.example]')).default([]),
  },
  '{ domains: [acme.example], networks: ["10.0.0.0/8"] }',
)

function isNetwork(text: string): boolean {
  return ipaddr.isValidCIDR(text) || ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
}

const suffixes = z.array(
  z.string().regex(/^[a-z0-9-]{1,63}$/, expected('a suffix without its dot', 'zip')),
  expected('a list of suffixes', '[zip, mov]'),
)

const observables = section(
  {
    textFields: fieldPaths.default(['summary', 'description']),
    hostFields: fieldPaths.default([]),
    userFields: fieldPaths.default([]),
    ignore: ignore.prefault({}),
    ignorePrivate: z.boolean(expected('true or false', 'false')).default(false),
    max: z.int(expected('a whole number from 0 to 10000', '500')).min(0).max(10_000).default(500),
    label: word.default('observable'),
    cef: z
      .partialRecord(z.enum(observableTypes), cefKey, expected('types with CEF keys', '{ ipv4: destinationAddress }'))
      .default({}),
    /** Suffixes that count as domains beside the public ones. */
    extraSuffixes: suffixes.default(['example']),
    /** Suffixes that are real, but at the end of a bare name mostly mean a file. */
    fileSuffixes: suffixes.default([...defaultFileSuffixes]),
  },
  '{ textFields: [summary, description] }',
)

const enrichmentExample = '{ label: enrichment, severity: { Malicious: high } }'

const enrichment = section(
  {
    label: word.default('enrichment'),
    severity: z
      .partialRecord(z.enum(findings), word, expected('findings with severities', '{ Malicious: high }'))
      .default({ Malicious: 'high' }),
    severityOrder: z
      .array(word, expected('severities, mildest first', '[low, medium, high]'))
      .default(['informational', 'low', 'medium', 'high', 'critical']),
  },
  enrichmentExample,
).refine(({ severity, severityOrder }) => Object.values(severity).every(raised => severityOrder.includes(raised)), {
  error: `expected every severity of a finding in severityOrder, for example ${enrichmentExample}`,
})

const retriggerFields = [
  'name',
  'description',
  'label',
  'severity',
  'sensitivity',
  'status',
  'tags',
  'owner',
  'dueTime',
  'startTime',
  'customFields',
  'observables',
] as const
const retriggerExample = '[severity, observables, cef.ticketStatus]'
const retriggerName = z
  .string(expected('the name of a container field', 'severity'))
  .refine(
    name => retriggerFields.some(field => field === name) || /^cef\.[A-Za-z]\w*$/.test(name),
    expected(`one of ${retriggerFields.join(', ')} or cef.<key>`, 'severity'),
  )

const skipExample = '{ name: sub-tasks, when: { field: issuetype, equals: Sub-task } }'

/** The rules file; see docs/mapping.md. */
export const rulesSchema = section(
  {
    skip: z
      .array(section({ name: word, when: condition }, skipExample), expected('a list of rules', `- ${skipExample}`))
      .default([]),
    container: container.prefault({}),
    tlp: section(
      {
        texts: fieldPaths.default(['labels', 'summary', 'description']),
        fields: fieldPaths.default([]),
        default: sensitivity.default('amber'),
      },
      '{ texts: [labels, summary], default: amber }',
    ).prefault({}),
    ticketArtifact: ticketArtifact.prefault({}),
    observables: observables.prefault({}),
    enrichment: enrichment.prefault({}),
    retrigger: section(
      { when: z.array(retriggerName, expected('a list of fields', retriggerExample)).default([]) },
      `{ when: ${retriggerExample} }`,
    ).prefault({}),
  },
  'container: { severity: [{ use: medium }] }',
)
