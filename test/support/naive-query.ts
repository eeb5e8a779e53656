import type { Literal } from '../../src/connectors/soar/query/literal'
import { isJsonObject, type Json, type JsonObject } from '../../src/domain/json'
import type { QueryWorld } from './query-world'

export type NaiveKind = 'text' | 'number' | 'bool' | 'time' | 'list'

/** One thing that a query can ask about, and how to find it the slow way. */
export interface NaiveField {
  path: string
  kind: NaiveKind
  of(row: JsonObject, world: QueryWorld): Json
}

export interface NaiveCondition {
  field: NaiveField
  /** A part of its time comes first. */
  part?: string
  /** Empty for none. */
  operator: string
  value: Literal
  exclude: boolean
}

export interface NaiveQuery {
  type: 'container' | 'artifact'
  conditions: NaiveCondition[]
  sort: NaiveField
  isDown: boolean
}

export type NaiveOperators = Record<string, (value: Json, operand: Literal) => boolean>

const lower = (text: unknown): string => String(text).toLowerCase()

/** What each operator means, in the fewest words. No value is null here. */
export const naiveOperators: NaiveOperators = {
  '': (value, operand) => value === operand,
  exact: (value, operand) => value === operand,
  iexact: (value, operand) => lower(value) === lower(operand),
  contains: (value, operand) =>
    Array.isArray(value)
      ? (operand as Json[]).every(one => value.includes(one))
      : String(value).includes(String(operand)),
  icontains: (value, operand) => lower(value).includes(lower(operand)),
  startswith: (value, operand) => String(value).startsWith(String(operand)),
  istartswith: (value, operand) => lower(value).startsWith(lower(operand)),
  endswith: (value, operand) => String(value).endsWith(String(operand)),
  iendswith: (value, operand) => lower(value).endsWith(lower(operand)),
  gt: (value, operand) => (value as number) > (operand as number),
  gte: (value, operand) => (value as number) >= (operand as number),
  lt: (value, operand) => (value as number) < (operand as number),
  lte: (value, operand) => (value as number) <= (operand as number),
  in: (value, operand) => (operand as Json[]).includes(value),
  range: (value, operand) => {
    const [low, high] = operand as [number, number]
    return (value as number) >= low && (value as number) <= high
  },
  regex: (value, operand) => new RegExp(String(operand), 's').test(String(value)),
  iregex: (value, operand) => new RegExp(String(operand), 'is').test(String(value)),
}

/** All that match, in order. */
export function answerNaively(world: QueryWorld, query: NaiveQuery, operators = naiveOperators): JsonObject[] {
  const rows = query.type === 'container' ? world.containers : world.artifacts
  const matching = rows.filter(row => query.conditions.every(condition => meets(condition, { row, world, operators })))
  return matching.sort((a, b) => {
    const [left, right] = [query.sort.of(a, world), query.sort.of(b, world)]
    const up = left === right ? 0 : left === null ? 1 : right === null ? -1 : left < right ? -1 : 1
    return up === 0 ? Number(a.id) - Number(b.id) : query.isDown ? -up : up
  })
}

function meets(
  { field, part, operator, value: operand, exclude }: NaiveCondition,
  at: { row: JsonObject; world: QueryWorld; operators: NaiveOperators },
): boolean {
  const found = field.of(at.row, at.world)
  if (operator === 'isnull') return ((found === null) === operand) !== exclude
  if (operand === null) return (found === null) !== exclude
  if (found === null) return exclude
  const value = part === undefined ? comparable(field, found) : partOf(new Date(String(found)), part)
  const wanted = field.kind === 'time' && part === undefined ? comparableTimes(operand) : operand
  return (at.operators[operator]?.(value, wanted) ?? false) !== exclude
}

function comparable(field: NaiveField, value: Json): Json {
  return field.kind === 'time' ? new Date(String(value)).getTime() : value
}

function comparableTimes(operand: Literal): Literal {
  return Array.isArray(operand) ? operand.map(comparableTimes) : new Date(operand as string | Date).getTime()
}

function partOf(time: Date, part: string): Json {
  if (part === 'year') return time.getUTCFullYear()
  if (part === 'quarter') return Math.floor(time.getUTCMonth() / 3) + 1
  if (part === 'month') return time.getUTCMonth() + 1
  if (part === 'week') return weekOf(time)
  if (part === 'day') return time.getUTCDate()
  if (part === 'week_day') return time.getUTCDay() + 1
  if (part === 'hour') return time.getUTCHours()
  if (part === 'minute') return time.getUTCMinutes()
  if (part === 'second') return time.getUTCSeconds()
  return time.toISOString().slice(0, 10)
}

/** Counts Mondays from the week of the fourth of January on. */
function weekOf(time: Date): number {
  const isMonday = (day: Date): boolean => day.getUTCDay() === 1
  const dayBefore = (day: Date): Date => new Date(day.getTime() - 86_400_000)
  const mondayOf = (day: Date): Date => (isMonday(day) ? day : mondayOf(dayBefore(day)))
  const monday = mondayOf(new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate())))
  const thursday = new Date(monday.getTime() + 3 * 86_400_000)
  let week = 1
  let start = mondayOf(new Date(Date.UTC(thursday.getUTCFullYear(), 0, 4)))
  for (; start.getTime() < monday.getTime(); week += 1) start = new Date(start.getTime() + 7 * 86_400_000)
  return week
}

const own = (path: string, kind: NaiveKind): NaiveField => ({ path, kind, of: row => row[path] ?? null })
const inside = (column: string, keys: string[], kind: NaiveKind): NaiveField => ({
  path: [column, ...keys].join('__'),
  kind,
  of: row =>
    keys.reduce<Json>((value, key) => (isJsonObject(value) ? (value[key] ?? null) : null), row[column] ?? null),
})

const statusOf = (row: JsonObject, { statuses }: QueryWorld) => statuses.find(({ name }) => name === row.status)
const ownerOf = (row: JsonObject, { users }: QueryWorld) => users.find(({ id }) => id === row.owner)
const containerOf = (row: JsonObject, { containers }: QueryWorld): JsonObject =>
  containers.find(({ id }) => id === row.container) ?? {}

export const naiveFields: Record<NaiveQuery['type'], NaiveField[]> = {
  container: [
    ...['name', 'description', 'label', 'sensitivity', 'severity', 'source_data_identifier'].map(name =>
      own(name, 'text'),
    ),
    ...['id', 'asset', 'owner', 'artifact_count'].map(name => own(name, 'number')),
    ...['create_time', 'due_time', 'container_update_time'].map(name => own(name, 'time')),
    own('in_case', 'bool'),
    own('tags', 'list'),
    { path: 'asset_id', kind: 'number', of: row => row.asset ?? null },
    { path: 'status', kind: 'number', of: (row, world) => statusOf(row, world)?.id ?? null },
    { path: 'status__name', kind: 'text', of: (row, world) => statusOf(row, world)?.name ?? null },
    { path: 'owner__username', kind: 'text', of: (row, world) => ownerOf(row, world)?.username ?? null },
    inside('custom_fields', ['rank'], 'number'),
    inside('custom_fields', ['zone'], 'text'),
  ],
  artifact: [
    ...['name', 'type', 'label', 'severity', 'source_data_identifier'].map(name => own(name, 'text')),
    ...['id', 'container'].map(name => own(name, 'number')),
    ...['create_time', 'update_time'].map(name => own(name, 'time')),
    own('has_note', 'bool'),
    own('tags', 'list'),
    { path: 'container_id', kind: 'number', of: row => row.container ?? null },
    { path: 'container__name', kind: 'text', of: (row, world) => containerOf(row, world).name ?? null },
    { path: 'container__in_case', kind: 'bool', of: (row, world) => containerOf(row, world).in_case ?? null },
    { path: 'container__due_time', kind: 'time', of: (row, world) => containerOf(row, world).due_time ?? null },
    {
      path: 'container__owner__username',
      kind: 'text',
      of: (row, world) => ownerOf(containerOf(row, world), world)?.username ?? null,
    },
    inside('cef', ['sourceAddress'], 'text'),
    inside('cef', ['nested', 'port'], 'number'),
  ],
}
