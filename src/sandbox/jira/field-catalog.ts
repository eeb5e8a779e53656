import { ISSUE_TYPES, type Named, PRIORITIES, RESOLUTIONS } from './catalog'
import type { CustomField, CustomFieldType } from './custom-fields'
import type { Project, Site } from './site'

/** A field as metadata describes it. */
export interface FieldModel extends Named {
  isCustom: boolean
  schema: Record<string, unknown>
  /** What `update` may do to it. */
  operations: string[]
  /** Its names in queries. */
  clauseNames: string[]
}

interface Row extends Named {
  type: string
  /** Of a list. */
  items?: string
  operations?: string[]
  clauseNames?: string[]
}

const SET = ['set']
const LIST = ['add', 'set', 'remove']

const ROWS: readonly Row[] = [
  { id: 'summary', name: 'Summary', type: 'string', operations: SET },
  { id: 'issuetype', name: 'Issue Type', type: 'issuetype', clauseNames: ['issuetype', 'type'] },
  { id: 'project', name: 'Project', type: 'project', operations: SET },
  { id: 'description', name: 'Description', type: 'string', operations: SET },
  { id: 'environment', name: 'Environment', type: 'string', operations: SET },
  { id: 'priority', name: 'Priority', type: 'priority', operations: SET },
  { id: 'assignee', name: 'Assignee', type: 'user', operations: SET },
  { id: 'reporter', name: 'Reporter', type: 'user', operations: SET },
  { id: 'labels', name: 'Labels', type: 'array', items: 'string', operations: LIST },
  {
    id: 'components',
    name: 'Components',
    type: 'array',
    items: 'component',
    operations: LIST,
    clauseNames: ['component'],
  },
  { id: 'duedate', name: 'Due date', type: 'date', operations: SET, clauseNames: ['due', 'duedate'] },
  { id: 'resolution', name: 'Resolution', type: 'resolution', operations: SET },
  { id: 'comment', name: 'Comment', type: 'comments-page', operations: ['add', 'edit', 'remove'] },
  { id: 'attachment', name: 'Attachment', type: 'array', items: 'attachment', clauseNames: ['attachments'] },
  { id: 'status', name: 'Status', type: 'status' },
  { id: 'creator', name: 'Creator', type: 'user' },
  { id: 'created', name: 'Created', type: 'datetime', clauseNames: ['created', 'createdDate'] },
  { id: 'updated', name: 'Updated', type: 'datetime', clauseNames: ['updated', 'updatedDate'] },
  { id: 'resolutiondate', name: 'Resolved', type: 'datetime', clauseNames: ['resolutiondate', 'resolved'] },
]

const ON_SCREENS = new Set(ROWS.slice(0, 11).map(({ id }) => id))

/** All fields of the site. */
export function listFields(site: Site): FieldModel[] {
  return [...ROWS.map(describe), ...site.customFields.map(describeCustom)]
}

export function findField(site: Site, id: string): FieldModel | undefined {
  return listFields(site).find(field => field.id === id)
}

/** The fields of the screen of creation, or of editing: there a comment takes the place of the project. */
export function listScreenFields(site: Site, screen: 'create' | 'edit'): FieldModel[] {
  const [without, extra] = screen === 'create' ? ['', ''] : ['project', 'comment']
  return listFields(site).filter(
    ({ id, isCustom }) => id !== without && (isCustom || ON_SCREENS.has(id) || id === extra),
  )
}

/** What may be chosen, where there is a choice. */
export function listAllowed(field: FieldModel, project: Project): readonly Named[] | undefined {
  switch (field.id) {
    case 'issuetype':
      return ISSUE_TYPES
    case 'priority':
      return PRIORITIES
    case 'resolution':
      return RESOLUTIONS
    case 'components':
      return project.components
    case 'project':
      return [{ id: project.id, name: project.name }]
    default:
      return undefined
  }
}

function describe({ id, name, type, items, operations = [], clauseNames = [id] }: Row): FieldModel {
  const schema = { type, ...(items === undefined ? {} : { items }), system: id }
  return { id, name, isCustom: false, schema, operations, clauseNames }
}

const CUSTOM_KINDS: Record<CustomFieldType, { type: string; items?: string; kind: string }> = {
  string: { type: 'string', kind: 'textfield' },
  textarea: { type: 'string', kind: 'textarea' },
  number: { type: 'number', kind: 'float' },
  date: { type: 'date', kind: 'datepicker' },
  option: { type: 'option', kind: 'select' },
  array: { type: 'array', items: 'option', kind: 'multiselect' },
  any: { type: 'any', kind: 'readonlyfield' },
}

function describeCustom({ id, name, type }: CustomField): FieldModel {
  const { kind, ...shape } = CUSTOM_KINDS[type]
  const number = id.slice('customfield_'.length)
  return {
    id,
    name,
    isCustom: true,
    schema: { ...shape, custom: `com.atlassian.jira.plugin.system.customfieldtypes:${kind}`, customId: Number(number) },
    operations: type === 'array' ? LIST : SET,
    clauseNames: [`cf[${number}]`, name],
  }
}
