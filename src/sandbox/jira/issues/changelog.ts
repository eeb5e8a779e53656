import { isDeepStrictEqual } from 'node:util'
import type { Named } from '../catalog'
import type { Flavor, IssueFields, Person } from '../site'

/** One line of a changelog. A key named `toString` is Jira's own. */
export interface ChangelogItem {
  field: string
  fieldtype: 'jira' | 'custom'
  fieldId?: string
  from: string | null
  fromString: string | null
  to: string | null
  toString: string | null
}

interface Side {
  id: string | null
  text: string | null
}

type Shown = Omit<IssueFields, 'custom' | 'components'>

const ORDER: (keyof Shown)[] = [
  'description',
  'environment',
  'issuetype',
  'priority',
  'assignee',
  'reporter',
  'labels',
  'duedate',
  'resolution',
  'status',
  'summary',
]

/** What changed between two states of an issue, as Jira tells it; a creation is a change from nothing. */
export function compareFields(flavor: Flavor, before: Partial<IssueFields>, after: IssueFields): ChangelogItem[] {
  const plain = ORDER.filter(name => !isDeepStrictEqual(emptyToNull(before[name]), emptyToNull(after[name]))).map(
    name => {
      const [from, to] = [show(flavor, name, before[name]), show(flavor, name, after[name])]
      return createItem({ field: name, fieldtype: 'jira', fieldId: name }, from, to)
    },
  )
  const items = [
    ...plain,
    ...compareComponents(before.components ?? [], after.components),
    ...compareCustom(before, after),
  ]
  return flavor === 'cloud' ? items : items.map(dropFieldId)
}

export function createItem(
  field: Pick<ChangelogItem, 'field' | 'fieldtype' | 'fieldId'>,
  from: Side,
  to: Side,
): ChangelogItem {
  return { ...field, from: from.id, fromString: from.text, to: to.id, toString: to.text }
}

export const NOTHING: Side = { id: null, text: null }

/** Data Center's changelog names no field ids. */
function dropFieldId({ fieldId: _, ...item }: ChangelogItem): ChangelogItem {
  return item
}

function emptyToNull(value: Shown[keyof Shown] | undefined): unknown {
  return value === undefined || (Array.isArray(value) && value.length === 0) ? null : value
}

function show(flavor: Flavor, name: keyof Shown, value: Shown[keyof Shown] | undefined): Side {
  if (value === null || value === undefined) return NOTHING
  if (Array.isArray(value)) return { id: null, text: value.join(' ') }
  if (typeof value === 'string')
    return name === 'duedate' ? { id: value, text: `${value} 00:00:00.0` } : { id: null, text: value }
  return 'displayName' in value ? showPerson(flavor, value) : showNamed(value)
}

function showPerson(flavor: Flavor, person: Person): Side {
  return { id: flavor === 'cloud' ? person.accountId : person.name, text: person.displayName }
}

function showNamed(named: Named): Side {
  return { id: named.id, text: named.name }
}

/** One line for each component that came or went. */
function compareComponents(before: Named[], after: Named[]): ChangelogItem[] {
  const field = { field: 'Component', fieldtype: 'jira', fieldId: 'components' } as const
  const isIn = (list: Named[]) => (component: Named) => list.some(({ id }) => id === component.id)
  const gone = before.filter(component => !isIn(after)(component))
  const come = after.filter(component => !isIn(before)(component))
  return [
    ...gone.map(component => createItem(field, showNamed(component), NOTHING)),
    ...come.map(component => createItem(field, NOTHING, showNamed(component))),
  ]
}

function compareCustom(before: Partial<IssueFields>, after: IssueFields): ChangelogItem[] {
  const changed = Object.entries(after.custom).filter(
    ([name, value]) => !isDeepStrictEqual(before.custom?.[name] ?? null, value),
  )
  return changed.map(([name, value]) =>
    createItem(
      { field: name, fieldtype: 'custom', fieldId: name },
      { id: null, text: showCustom(before.custom?.[name]) },
      { id: null, text: showCustom(value) },
    ),
  )
}

function showCustom(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}
