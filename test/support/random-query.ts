import type { Filter, ListQuery } from '../../src/connectors/soar/query'
import type { Literal } from '../../src/connectors/soar/query/literal'
import type { Json } from '../../src/domain/json'
import { type NaiveCondition, type NaiveField, type NaiveQuery, naiveFields } from './naive-query'
import { createDice, type Dice, type QueryWorld, words } from './query-world'

export interface RandomQuery extends NaiveQuery {
  list: ListQuery
  page: number
}

const comparisons = ['gt', 'gte', 'lt', 'lte', 'in', 'range', 'isnull']
const operatorsOf: Record<NaiveField['kind'], readonly string[]> = {
  text: [
    ...['', 'exact', 'iexact', 'contains', 'icontains', 'startswith', 'istartswith', 'endswith', 'iendswith'],
    ...['regex', 'iregex', ...comparisons],
  ],
  number: ['', 'exact', ...comparisons],
  time: ['', 'exact', ...comparisons],
  bool: ['', 'isnull'],
  list: ['contains', 'isnull'],
}
const parts = ['year', 'quarter', 'month', 'week', 'day', 'week_day', 'hour', 'minute', 'second', 'date']
const sortable = [
  'name',
  'description',
  'severity',
  'id',
  'asset',
  'owner',
  'in_case',
  'create_time',
  'due_time',
  'type',
]

/** A query that the seed alone decides. Its operands come from the data as often as not, so that something is found. */
export function createRandomQuery(world: QueryWorld, seed: number): RandomQuery {
  const dice = createDice(seed)
  const type = dice.pick(['container', 'artifact'] as const)
  const drawn = Array.from({ length: dice.below(4) }, () => drawCondition(dice, world, type))
  const conditions = [...new Map(drawn.map(one => [nameOf(one) + one.exclude, one])).values()]
  const sorts = naiveFields[type].filter(({ path }) => sortable.includes(path) || path === 'custom_fields__rank')
  const sort = dice.pick(sorts)
  const isDown = dice.chance(0.5)
  const list: ListQuery = {
    filters: conditions.map(toFilter),
    ...(sort.path === 'id' && dice.chance(0.5) ? {} : { sort: sort.path.replace('__', '.') }),
    order: isDown ? 'desc' : 'asc',
    pageSize: dice.below(20) + 1,
  }
  return { type, conditions, sort, isDown, list, page: dice.chance(0.5) ? 0 : dice.below(6) }
}

function drawCondition(dice: Dice, world: QueryWorld, type: NaiveQuery['type']): NaiveCondition {
  const field = dice.pick(naiveFields[type])
  const part = field.kind === 'time' && dice.chance(0.4) ? dice.pick(parts) : undefined
  const operator = dice.pick(part === 'date' ? ['', 'in'] : operatorsOf[field.kind])
  const rows = type === 'container' ? world.containers : world.artifacts
  const draw = (): Literal =>
    part === undefined ? drawValue(dice, field, field.of(dice.pick(rows), world)) : drawPart(dice, part)
  const value = drawOperand(dice, operator, draw)
  return { field, ...(part !== undefined && { part }), operator, value, exclude: dice.chance(0.3) }
}

function drawOperand(dice: Dice, operator: string, draw: () => Literal): Literal {
  if (operator === 'isnull') return dice.chance(0.5)
  if (operator === 'regex' || operator === 'iregex') return drawPattern(dice, 3)
  if (operator === 'in') return Array.from({ length: dice.below(5) }, draw)
  if (operator === 'range') return [draw(), draw()]
  if (operator === '' && dice.chance(0.1)) return null
  return draw()
}

function drawValue(dice: Dice, { kind }: NaiveField, found: Json): Literal {
  if (kind === 'bool') return dice.chance(0.5)
  if (kind === 'list') return ['vip', 'VIP', 'phish', '"q"', 'none'].filter(() => dice.chance(0.3))
  if (kind === 'number') return (typeof found === 'number' ? found : 1) + dice.pick([0, 0, 0, 1, -1, 0.5])
  if (kind === 'time') return drawTime(dice, typeof found === 'string' ? found : '2024-05-06T07:08:09.010000Z')
  const text = typeof found === 'string' && dice.chance(0.8) ? found : dice.pick(words)
  const from = dice.chance(0.5) ? 0 : dice.below(text.length + 1)
  const cut = dice.chance(0.5) ? text : text.slice(from, from + 1 + dice.below(4))
  return dice.chance(0.3) ? (dice.chance(0.5) ? cut.toUpperCase() : cut.toLowerCase()) : cut
}

/** As a `Date`, and as text in forms that mean the same. */
function drawTime(dice: Dice, instant: string): Literal {
  const time = new Date(Date.parse(instant) + dice.pick([0, 0, 1, -1, 3_600_000]))
  const later = new Date(time.getTime() + 5_400_000).toISOString().replace('Z', '+01:30')
  return dice.pick([time, time.toISOString(), later, time.toISOString().slice(0, 10)])
}

function drawPart(dice: Dice, part: string): Literal {
  if (part === 'date') return `202${3 + dice.below(4)}-0${1 + dice.below(9)}-1${dice.below(10)}`
  if (part === 'year') return 2023 + dice.below(4)
  return dice.below(part === 'quarter' ? 5 : part === 'week_day' ? 8 : part === 'month' ? 13 : 32)
}

const atoms = [
  'a',
  'e',
  't',
  'B',
  '1',
  '.',
  '\\d',
  '\\w',
  '\\s',
  '\\W',
  '[a-f]',
  '[^a-y]',
  '[\\d"]',
  '\\.',
  '[A-Z]',
  'é',
]

function drawPattern(dice: Dice, depth: number): string {
  const piece = (): string => {
    const inner = depth > 0 && dice.chance(0.2) ? `(${drawPattern(dice, depth - 1)})` : dice.pick(atoms)
    return inner + dice.pick(['', '', '', '*', '+', '?', '{2}', '{1,2}', '{0,}', '+?'])
  }
  const sequence = (): string =>
    (dice.chance(0.15) ? '^' : '') +
    Array.from({ length: 1 + dice.below(3) }, piece).join('') +
    dice.pick(['', '', '$'])
  return Array.from({ length: dice.chance(0.8) ? 1 : 2 }, sequence).join('|')
}

function nameOf({ field, part, operator }: NaiveCondition): string {
  return [field.path, part, operator].filter(Boolean).join('__')
}

function toFilter(condition: NaiveCondition): Filter {
  const { value, exclude } = condition
  return { field: nameOf(condition), value, ...(exclude && { exclude }) }
}
