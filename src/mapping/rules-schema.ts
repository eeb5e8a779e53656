import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { findings } from '../domain/finding'
import { observableTypes } from '../domain/observable'
import { backSections } from './rules-back'
import { chainOf, condition, expected, fieldPath, fieldPaths, section, template, word } from './rules-basics'
import { sharingSections } from './rules-sharing'
import { defaultFileSuffixes } from './scan/judge-domain'

const sensitivities = ['white', 'green', 'amber', 'red'] as const
const sensitivity = z.enum(sensitivities, expected(`one of ${sensitivities.join(', ')}`, 'amber'))

const splitExample = '{ from: watch_list.display_value, split: "," }'
const tag = section(
  {
    from: fieldPath.optional(),
    split: z.string(expected('what stands between tags', '","')).min(1, expected('a text', '","')).max(10).optional(),
    use: word.optional(),
    when: condition.optional(),
  },
  '{ from: labels }',
)
  .refine(entry => (entry.from === undefined) !== (entry.use === undefined), {
    error: 'expected either "from" (a field path) or "use" (a word), for example { from: labels }',
  })
  .refine(entry => entry.split === undefined || entry.from !== undefined, {
    error: `expected "split" beside "from", for example ${splitExample}`,
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
    ...backSections,
    ...sharingSections,
  },
  'container: { severity: [{ use: medium }] }',
)
