import { ISSUE_TYPES, type Named, PRIORITIES, RESOLUTIONS, STATUSES } from '../catalog'
import type { Issue, Person, Project, Site } from '../site'

/**
 * How a field of a query is read: `names` by any of their names or ids, `key` as an issue's own, `time` in epoch
 * milliseconds, `text` by words, `number` as it is.
 */
export type JqlField =
  | NamesField
  | { kind: 'key' }
  | { kind: 'time'; read: (issue: Issue) => number | null }
  | { kind: 'text'; read: (issue: Issue) => string[] }
  | { kind: 'number'; read: (issue: Issue) => number | null }

interface NamesField {
  kind: 'names'
  read: (issue: Issue) => string[][]
  /** All there can be; anything else is an error. */
  known?: (site: Site) => string[][]
  /** Sorts, where names do not. */
  rank?: (issue: Issue) => number | null
}

const FIELDS: Record<string, JqlField> = {
  project: names(
    ({ project }) => [project],
    site => site.projects,
  ),
  status: names(
    ({ fields }) => [fields.status],
    () => STATUSES,
  ),
  statuscategory: {
    kind: 'names',
    read: ({ fields }) => [nameCategory(fields.status.category)],
    known: () => STATUSES.map(({ category }) => nameCategory(category)),
  },
  priority: {
    ...names(
      ({ fields }) => [fields.priority],
      () => PRIORITIES,
    ),
    rank: ({ fields }) => (fields.priority === null ? null : -Number(fields.priority.id)),
  },
  issuetype: names(
    ({ fields }) => [fields.issuetype],
    () => ISSUE_TYPES,
  ),
  resolution: names(
    ({ fields }) => [fields.resolution],
    () => RESOLUTIONS,
  ),
  component: names(
    ({ fields }) => fields.components,
    site => site.projects.flatMap(({ components }) => components),
  ),
  labels: { kind: 'names', read: ({ fields }) => fields.labels.map(label => [label.toLowerCase()]) },
  assignee: people(({ fields }) => fields.assignee),
  reporter: people(({ fields }) => fields.reporter),
  creator: people(({ creator }) => creator),
  key: { kind: 'key' },
  created: { kind: 'time', read: ({ created }) => created },
  updated: { kind: 'time', read: ({ updated }) => updated },
  resolved: { kind: 'time', read: ({ resolved }) => resolved },
  duedate: { kind: 'time', read: ({ fields }) => (fields.duedate === null ? null : Date.parse(fields.duedate)) },
  summary: { kind: 'text', read: ({ fields }) => [fields.summary] },
  description: { kind: 'text', read: ({ fields }) => toList(fields.description) },
  environment: { kind: 'text', read: ({ fields }) => toList(fields.environment) },
  comment: { kind: 'text', read: ({ comments }) => comments.map(({ body }) => body) },
  text: { kind: 'text', read: readAllText },
}

const ALIASES: Record<string, string> = {
  id: 'key',
  issue: 'key',
  issuekey: 'key',
  type: 'issuetype',
  createddate: 'created',
  updateddate: 'updated',
  resolutiondate: 'resolved',
  due: 'duedate',
  components: 'component',
}

/** A field by its name in a query, in any case; custom ones by name, `cf[10030]` or id. */
export function findJqlField(site: Site, name: string): JqlField | undefined {
  const wanted = name.toLowerCase()
  const system = ALIASES[wanted] ?? wanted
  if (Object.hasOwn(FIELDS, system)) return FIELDS[system]
  const id = wanted.startsWith('cf[') && wanted.endsWith(']') ? `customfield_${wanted.slice(3, -1)}` : wanted
  const custom = site.customFields.find(field => field.id === id || field.name.toLowerCase() === wanted)
  if (custom === undefined) return undefined
  const read = (issue: Issue) => issue.fields.custom[custom.id] ?? null
  if (custom.type === 'number') return { kind: 'number', read: issue => toNumber(read(issue)) }
  if (custom.type === 'string' || custom.type === 'textarea')
    return { kind: 'text', read: issue => toList(read(issue)) }
  return { kind: 'names', read: issue => listValues(read(issue)) }
}

type NamedIssuePart = Named & { key?: string }

function names(
  read: (issue: Issue) => readonly (NamedIssuePart | null)[],
  known: (site: Site) => readonly (NamedIssuePart | Project)[],
): NamesField {
  return {
    kind: 'names',
    read: issue => read(issue).flatMap(part => (part === null ? [] : [nameAll(part)])),
    known: site => known(site).map(nameAll),
  }
}

function nameAll({ id, key, name }: NamedIssuePart): string[] {
  return [name.toLowerCase(), id, ...(key === undefined ? [] : [key.toLowerCase()])]
}

function nameCategory({ id, key, name }: { id: number; key: string; name: string }): string[] {
  return [name.toLowerCase(), String(id), key]
}

function people(read: (issue: Issue) => Person | null): JqlField {
  return {
    kind: 'names',
    read: issue => {
      const person = read(issue)
      return person === null ? [] : [namePerson(person)]
    },
    known: site => site.people.map(namePerson),
  }
}

/** Every word a query may use for someone. */
export function namePerson({ accountId, name, email, displayName }: Person): string[] {
  return [accountId, name, email, displayName].map(word => word.toLowerCase())
}

function readAllText({ fields, comments }: Issue): string[] {
  const custom = Object.values(fields.custom).filter(value => typeof value === 'string')
  const own = [fields.summary, ...toList(fields.description), ...toList(fields.environment)]
  return [...own, ...custom, ...comments.map(({ body }) => body)]
}

function toList(value: unknown): string[] {
  return typeof value === 'string' ? [value] : []
}

function toNumber(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

/** Options by value or id, anything else as it is written. */
function listValues(value: unknown): string[][] {
  const list = Array.isArray(value) ? value : value === null ? [] : [value]
  return list.map(item => {
    const { value: label, name, id } = Object(item) as Record<string, unknown>
    const words = [label, name, id].filter(word => typeof word === 'string' || typeof word === 'number')
    return (words.length > 0 ? words : [item]).map(word => String(word).toLowerCase())
  })
}
