import { RESOLUTIONS, type Transition } from '../catalog'
import { findField } from '../field-catalog'
import { isObject, readObject } from '../read-object'
import type { Issue, IssueFields, Screen } from '../site'
import { type EditReading, readEdit } from './read-edit'
import type { FieldContext } from './read-field'

/**
 * What a request brings along on a transition. Only what is on its screen is taken, all that the screen demands must
 * be there, and a comment is dropped in silence where there is no screen for it.
 */
export function readStep(
  body: unknown,
  context: FieldContext,
  step: { issue: Issue; transition: Transition },
): EditReading {
  const { fields, update } = readObject(body)
  const screen = context.site.screens[step.transition.name] ?? {}
  const { resolution, ...set } = readObject(fields)
  const { comment, ...steps } = readObject(update)
  const errors = {
    ...listOffScreen({ ...readObject(fields), ...steps }, screen),
    ...listMissing(body, screen, context),
  }
  const taken = readResolution(resolution)
  if (typeof taken === 'string') errors.resolution ??= taken
  const operations = comment === undefined || screen.comment === undefined ? steps : { ...steps, comment }
  const edit = readEdit({ fields: set, update: operations }, context, step.issue)
  const found = 'errors' in edit ? edit.errors : {}
  if (Object.keys({ ...found, ...errors }).length > 0 || 'errors' in edit) return { errors: { ...found, ...errors } }
  return { ...edit, fields: typeof taken === 'string' ? edit.fields : { ...edit.fields, ...taken } }
}

function listOffScreen(values: Record<string, unknown>, screen: Screen): Record<string, string> {
  const off = Object.keys(values).filter(name => screen[name] === undefined)
  return Object.fromEntries(
    off.map(name => [name, `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.`]),
  )
}

function listMissing(body: unknown, screen: Screen, { site }: FieldContext): Record<string, string> {
  const { fields, update } = readObject(body)
  const given = { ...readObject(fields), ...readObject(update) }
  const missing = Object.keys(screen).filter(id => screen[id] === 'required' && isEmpty(given[id]))
  return Object.fromEntries(missing.map(id => [id, `${findField(site, id)?.name ?? id} is required.`]))
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** The resolution to set, nothing where none was asked for, or why it is refused. */
function readResolution(value: unknown): Partial<IssueFields> | string {
  if (value === undefined) return {}
  if (value === null) return { resolution: null }
  const { id, name } = readObject(value)
  const found = RESOLUTIONS.find(known => known.id === id || known.name === name)
  return found !== undefined && isObject(value)
    ? { resolution: found }
    : 'Could not find valid id or name for resolution'
}
