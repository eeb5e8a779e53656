import { z } from 'zod'
import { condition, expected, fieldPath, scalar, section, template, word } from './rules-basics'

/** A field that both sides have, and who may change it where. */
function policy<const Conflict extends string>(usual: {
  directions?: readonly [Direction, ...Direction[]]
  conflicts: readonly [Conflict, ...Conflict[]]
}) {
  const offered = usual.directions ?? directions
  const example = `{ direction: both, conflict: ${usual.conflicts[0]} }`
  return section(
    {
      direction: z.enum(offered, expected(`one of ${offered.join(', ')}`, offered[0])).default(offered[0]),
      conflict: z
        .enum(usual.conflicts, expected(`one of ${usual.conflicts.join(', ')}`, usual.conflicts[0]))
        .default(usual.conflicts[0]),
      owner: z.enum(['ticket', 'soar'], expected('ticket or soar', 'ticket')).default('ticket'),
      audience: z.enum(['internal', 'customer'], expected('internal or customer', 'internal')).default('internal'),
    },
    example,
  ).prefault({})
}

const directions = ['to-soar', 'to-ticket', 'both', 'once', 'none'] as const
type Direction = (typeof directions)[number]
const plainConflicts = ['owner', 'latest', 'hold'] as const

const fields = section(
  {
    name: policy({ conflicts: plainConflicts }),
    description: policy({ conflicts: [...plainConflicts, 'append'] }),
    label: policy({ conflicts: plainConflicts }),
    severity: policy({ conflicts: ['max-severity', ...plainConflicts] }),
    sensitivity: policy({ conflicts: plainConflicts }),
    status: policy({ conflicts: ['latest', 'owner', 'hold'] }),
    owner: policy({ conflicts: plainConflicts }),
    dueTime: policy({ conflicts: plainConflicts }),
    tags: policy({ conflicts: ['union'] }),
    // Tickets tell SOAR of no reason, so that there is one way only.
    closeReason: policy({ directions: ['none', 'to-ticket'], conflicts: plainConflicts }),
  },
  'severity: { direction: both, conflict: max-severity }',
).prefault({})

const field = z
  .string(expected('the name of a ticket field', 'priority'))
  .regex(/^(?!__)\w[\w-]{0,99}$/, expected('the name of a ticket field', 'priority'))
const values = z.record(word, scalar, expected('words of SOAR with values of the ticket', '{ high: Highest }'))
const when = condition.optional()

const listOf = <Entry extends z.ZodType>(entry: Entry, example: string) =>
  z.array(entry, expected('a list of rules', `- ${example}`)).default([])

const textExample = '{ field: summary }'
const textBack = listOf(section({ when, field }, textExample), textExample)

const wordExample = '{ field: priority, values: { high: Highest, medium: Medium } }'
const wordBack = listOf(section({ when, field, values }, wordExample), wordExample)

const statusExample = '{ soar: closed, to: [Done, Closed], closes: true }'
const status = section(
  {
    when,
    soar: word,
    reasons: z.array(word, expected('a list of closing reasons', '[False positive]')).optional(),
    to: z
      .array(scalar, expected('a list of ticket statuses, the best first', '[Done, Closed]'))
      .min(1, expected('at least one ticket status', '[Done, Closed]')),
    closes: z.boolean(expected('true or false', 'true')).default(false),
    fields: z.record(field, template, expected('fields with their texts', '{ resolution: Done }')).default({}),
  },
  statusExample,
)

const orderExample = '{ field: state, order: [[10, Draft], [16, Analysis], [3, Closed]] }'
/** One status, under all the names it arrives by. */
const step = z
  .union([scalar, z.array(scalar).min(1)], expected('a status or its names', '[16, Analysis]'))
  .transform(names => (Array.isArray(names) ? names : [names]))
const forwardOnly = section(
  {
    when,
    field: fieldPath,
    order: z.array(step, expected('a list of ticket statuses, first to last', '[10, 16, 18]')).min(2),
  },
  orderExample,
)

const ownerExample = '{ field: assignee, names: { mia@acme.example: mreed } }'
const ownerBack = listOf(
  section(
    {
      when,
      field,
      names: z.record(z.string(), scalar, expected('owners with names', '{ mia@acme.example: mreed }')).default({}),
      onlyNamed: z.boolean(expected('true or false', 'false')).default(false),
    },
    ownerExample,
  ),
  ownerExample,
)

const timeExample = '{ field: duedate, as: date }'
const dueTime = listOf(
  section(
    {
      when,
      field,
      as: z.enum(['date', 'date-time', 'iso'], expected('one of date, date-time, iso', 'date')).default('iso'),
    },
    timeExample,
  ),
  timeExample,
)

const tagsExample = '{ field: labels, ignore: [internal] }'
const tags = listOf(
  section({ when, field, ignore: z.array(word, expected('a list of tags', '[internal]')).default([]) }, tagsExample),
  tagsExample,
)

const closingExample = '{ field: resolution, values: { False positive: "Won\'t Do" }, otherwise: Done }'
const closing = section(
  { when, field, values: values.default({}), otherwise: scalar.optional(), text: template.optional() },
  closingExample,
).refine(
  entry => (entry.text === undefined) !== (entry.otherwise === undefined && Object.keys(entry.values).length === 0),
  expected('either values and otherwise, or text', closingExample),
)

const customExample = '{ soar_status: "{soar.status}" }'

const toTicket = section(
  {
    name: textBack,
    description: textBack,
    label: wordBack,
    severity: wordBack,
    sensitivity: wordBack,
    status: listOf(status, statusExample),
    forwardOnly: listOf(forwardOnly, orderExample),
    owner: ownerBack,
    dueTime,
    tags,
    closing: listOf(closing, closingExample),
    customFields: z.record(field, template, expected('fields with their texts', customExample)).default({}),
  },
  `{ status: [${statusExample}] }`,
).prefault({})

/** What of SOAR reaches the ticket's fields. */
export const backSections = { fields, toTicket }
