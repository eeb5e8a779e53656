import { type FieldModel, listAllowed } from '../field-catalog'
import type { Project, Site } from '../site'

/** A field as creation, editing and transitions offer it. */
export function renderFieldMeta(site: Site, field: FieldModel, place: { project: Project; isRequired: boolean }) {
  const { project, isRequired } = place
  const { id, name, schema, operations } = field
  const allowed = listAllowed(field, project)
  return {
    required: isRequired,
    schema,
    name,
    ...(site.flavor === 'cloud' ? { key: id } : {}),
    hasDefaultValue: id === 'priority',
    ...(id === 'assignee' || id === 'reporter'
      ? { autoCompleteUrl: `${site.url}/rest/api/2/user/assignable/search?project=${project.key}` }
      : {}),
    operations,
    ...(allowed === undefined
      ? {}
      : { allowedValues: allowed.map(({ id: number, name: label }) => ({ id: number, name: label })) }),
  }
}

/** Fields by their ids, each with its description. */
export function renderFieldMetas(
  site: Site,
  fields: readonly FieldModel[],
  place: { project: Project; required: ReadonlySet<string> },
): Record<string, unknown> {
  const { project, required } = place
  return Object.fromEntries(
    fields.map(field => [field.id, renderFieldMeta(site, field, { project, isRequired: required.has(field.id) })]),
  )
}

/** What an issue cannot be without. */
export const REQUIRED_FIELDS: ReadonlySet<string> = new Set(['summary', 'issuetype', 'project'])

/** A field in the list of all fields. */
export function renderField(site: Site, field: FieldModel): unknown {
  const { id, name, isCustom, schema, operations, clauseNames } = field
  return {
    id,
    ...(site.flavor === 'cloud' ? { key: id } : {}),
    name,
    custom: isCustom,
    orderable: operations.length > 0,
    navigable: true,
    searchable: true,
    clauseNames,
    schema,
  }
}
