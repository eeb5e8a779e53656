import { z } from 'zod'
import { condition, conditionExample, expected, section, word } from './rules-basics'
import { tlpLevels } from './tlp'

const direction = z.enum(
  ['none', 'to-soar', 'to-ticket', 'both'],
  expected('one of none, to-soar, to-ticket, both', 'both'),
)
const audience = z.enum(['internal', 'customer'], expected('internal or customer', 'internal'))
const isShown = z.boolean(expected('true or false', 'true')).default(false)
const titles = z.array(word, expected('a list of parts of titles', '[Summary]')).default([])

const notesExample = '{ direction: both, audience: internal }'
const notes = section(
  {
    direction: direction.default('none'),
    audience: audience.default('internal'),
    onlyTitles: titles,
    exceptTitles: titles,
  },
  notesExample,
).prefault({})

const files = section(
  {
    direction: direction.default('none'),
    audience: audience.default('internal'),
    maxMegabytes: z.number(expected('a number of megabytes from 0 to 25', '10')).min(0).max(25).default(10),
  },
  '{ direction: both, maxMegabytes: 10 }',
).prefault({})

const sharing = section({ audience: audience.default('internal') }, '{ audience: customer }').prefault({})

const results = section(
  { runs: isShown, approvals: isShown, tasks: isShown, link: isShown, promotion: isShown },
  '{ runs: true, approvals: true }',
).prefault({})

const occasions = [
  'create',
  'name',
  'description',
  'label',
  'severity',
  'sensitivity',
  'status',
  'owner',
  'dueTime',
  'tags',
  'observables',
  'comment',
  'attachment',
  'deleted',
] as const
/** What may start a playbook: the container is new, a field of it changed, or the ticket told something. */
export type Occasion = (typeof occasions)[number]

const playbookExample = `{ when: ${conditionExample}, run: local/triage, on: [create] }`
const playbook = section(
  {
    when: condition.optional(),
    run: z
      .string(expected('repository/name of a playbook', 'local/triage'))
      .regex(/^[^/\p{Cc}]{1,100}\/[^/\p{Cc}]{1,200}$/u, expected('repository/name of a playbook', 'local/triage')),
    on: z
      .array(
        z.enum(occasions, expected(`one of ${occasions.join(', ')}`, 'create')),
        expected('a list of occasions', '[create, severity]'),
      )
      .min(1, expected('at least one occasion', '[create]'))
      .default(['create']),
    scope: z.enum(['new', 'all'], expected('new or all', 'all')).default('all'),
  },
  playbookExample,
)

const verdict = z.enum(['allow', 'redact', 'hold'], expected('one of allow, redact, hold', 'hold'))

const rowExample = '{ clear: allow, green: allow, amber: hold, amber+strict: hold, red: hold }'
const internal = section(
  {
    clear: verdict.default('allow'),
    green: verdict.default('allow'),
    amber: verdict.default('allow'),
    'amber+strict': verdict.default('redact'),
    red: verdict.default('hold'),
  },
  rowExample,
).prefault({})
const customer = section(
  {
    clear: verdict.default('allow'),
    green: verdict.default('allow'),
    amber: verdict.default('hold'),
    'amber+strict': verdict.default('hold'),
    red: verdict.default('hold'),
  },
  rowExample,
).prefault({})

/** What else of a container and a ticket the other side is told, and who may read it. */
export const sharingSections = {
  notes,
  files,
  sharing,
  results,
  playbooks: z.array(playbook, expected('a list of playbooks', `- ${playbookExample}`)).default([]),
  reopen: z
    .enum(['reopen-container', 'ignore'], expected('reopen-container or ignore', 'reopen-container'))
    .default('reopen-container'),
  duplicates: z.enum(['ignore', 'join'], expected('ignore or join', 'ignore')).default('ignore'),
  closed: z.array(word, expected('a list of statuses of SOAR', '[closed]')).default([]),
  deleted: z.enum(['tag', 'close', 'leave'], expected('one of tag, close, leave', 'tag')).default('tag'),
  audience: section(
    {
      unmarked: z.enum(tlpLevels, expected(`one of ${tlpLevels.join(', ')}`, 'amber')).default('amber'),
      internal,
      customer,
    },
    `{ customer: ${rowExample} }`,
  ).prefault({}),
}
