import { textFromDocument } from '../adf'
import { ISSUE_TYPES, type Named, PRIORITIES } from '../catalog'
import { type CustomField, judgeCustomValue } from '../custom-fields'
import { isObject, readObject } from '../read-object'
import type { RestVersion } from '../render/comment'
import type { IssueFields, Person, Project, Site } from '../site'

/** What a field's value is read against. */
export interface FieldContext {
  site: Site
  project: Project
  version: RestVersion
}

/** A value read, or why Jira refuses it. */
export type Reading<Value> = { value: Value } | { refusal: string }

const MAX_TEXT = 32_767
const MAX_SUMMARY = 255

type FieldReader = (value: unknown, context: FieldContext) => Reading<Partial<IssueFields>>

/** One reader a field that this site has on its screens. */
const READERS: Record<string, FieldReader> = {
  summary: value => as(readSummary(value), summary => ({ summary })),
  description: (value, { version }) => as(readLongText(value, version), description => ({ description })),
  environment: (value, { version }) => as(readLongText(value, version), environment => ({ environment })),
  issuetype: value => as(readNamed(value, ISSUE_TYPES, 'issue type'), issuetype => ({ issuetype })),
  priority: value =>
    value === null
      ? { value: { priority: null } }
      : as(readNamed(value, PRIORITIES, 'priority'), priority => ({ priority })),
  assignee: (value, { site }) => as(readPerson(value, site), assignee => ({ assignee })),
  reporter: (value, { site }) => as(readPerson(value, site), reporter => ({ reporter })),
  labels: value => as(readLabels(value), labels => ({ labels })),
  components: (value, { project }) => as(readComponents(value, project), components => ({ components })),
  duedate: value => as(readDate(value), duedate => ({ duedate })),
}

/** Reads one field of a create or edit request. */
export function readField(name: string, value: unknown, context: FieldContext): Reading<Partial<IssueFields>> {
  const custom = context.site.customFields.find(({ id }) => id === name)
  if (custom !== undefined) return as(readCustom(custom, value, context), read => ({ custom: { [name]: read } }))
  const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined
  if (read !== undefined) return read(value, context)
  return { refusal: `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.` }
}

/** A text area is kept as text, whichever version it came by. */
function readCustom(field: CustomField, value: unknown, { version }: FieldContext): Reading<unknown> {
  if (field.type === 'textarea') return readLongText(value, version)
  const refusal = judgeCustomValue(field, value)
  return refusal === null ? { value } : { refusal }
}

/** A description or a comment: wiki markup in v2, a document in v3. */
export function readText(value: unknown, version: RestVersion): Reading<string> {
  const text = version === 3 ? textFromDocument(value) : value
  if (typeof text !== 'string') return { refusal: 'not valid' }
  if (text.length <= MAX_TEXT) return { value: text }
  return { refusal: 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.' }
}

function as<A, B>(reading: Reading<A>, wrap: (value: A) => B): Reading<B> {
  return 'refusal' in reading ? reading : { value: wrap(reading.value) }
}

function readSummary(value: unknown): Reading<string> {
  if (typeof value !== 'string' || value.trim() === '') return { refusal: 'You must specify a summary of the issue.' }
  if (/[\r\n]/.test(value)) return { refusal: 'The summary is invalid because it contains newline characters.' }
  return value.length <= MAX_SUMMARY ? { value } : { refusal: 'Summary must be less than 255 characters.' }
}

function readLongText(value: unknown, version: RestVersion): Reading<string | null> {
  if (value === null) return { value: null }
  const reading = readText(value, version)
  if (!('refusal' in reading) || reading.refusal !== 'not valid') return reading
  const document = 'Operation value must be an Atlassian Document (see the Atlassian Document Format)'
  return { refusal: version === 3 ? document : 'Operation value must be a string' }
}

function readNamed<Item extends Named>(value: unknown, known: readonly Item[], kind: string): Reading<Item> {
  const { id, name } = readObject(value)
  const found = known.find(item => item.id === id || item.name === name)
  return found === undefined ? { refusal: `The ${kind} selected is invalid.` } : { value: found }
}

function readPerson(value: unknown, site: Site): Reading<Person | null> {
  if (value === null) return { value: null }
  const { accountId, name } = readObject(value)
  const isCloud = site.flavor === 'cloud'
  const found = site.people.find(person => (isCloud ? person.accountId === accountId : person.name === name))
  return found === undefined ? { refusal: `User '${String(accountId ?? name)}' does not exist.` } : { value: found }
}

function readLabels(value: unknown): Reading<string[]> {
  if (!Array.isArray(value) || !value.every(label => typeof label === 'string'))
    return { refusal: 'data was not an array' }
  const spaced = value.find(label => label.includes(' '))
  if (spaced !== undefined) return { refusal: `The label '${spaced}' contains spaces which is invalid.` }
  return { value: [...new Set<string>(value)].sort() }
}

function readComponents(value: unknown, project: Project): Reading<Named[]> {
  if (!Array.isArray(value)) return { refusal: 'data was not an array' }
  const found = value.map(item => project.components.find(known => isObject(item) && isSame(item, known)))
  const components = found.filter(component => component !== undefined)
  return components.length === found.length ? { value: components } : { refusal: 'Component name is not valid' }
}

function isSame(item: Record<string, unknown>, known: Named): boolean {
  return item.id === known.id || item.name === known.name
}

function readDate(value: unknown): Reading<string | null> {
  if (value === null || (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value))) return { value }
  return { refusal: "Operation value must be a string in the format 'yyyy-MM-dd'" }
}
