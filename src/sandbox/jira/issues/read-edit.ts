import { isObject, readObject } from '../read-object'
import type { Issue, IssueFields } from '../site'
import { type FieldContext, readField, readText } from './read-field'
import { readProperties } from './read-properties'

export interface Edit {
  fields: Partial<IssueFields>
  comments: string[]
  /** Properties of the issue to set. */
  properties: Record<string, unknown>
}

/** What a request asks to change, or Jira's messages by field. */
export type EditReading = Edit | { errors: Record<string, string> }

/** Reads `fields` and `update` of a create or edit request; one wrong field refuses the whole. */
export function readEdit(body: unknown, context: FieldContext, issue?: Issue): EditReading {
  const { fields: set, update, properties } = readObject(body)
  const values = { ...readObject(set) }
  const operations = readObject(update)
  const errors: Record<string, string> = {}
  const comments: string[] = []
  for (const [name, steps] of Object.entries(operations)) {
    if (Object.hasOwn(values, name)) errors[name] = `Field '${name}' cannot appear in both 'fields' and 'update'`
    else if (name === 'comment') readComments(steps, context, { comments, errors })
    else values[name] = applySteps(name, steps, issue)
  }
  const fields: Partial<IssueFields> = {}
  for (const [name, value] of Object.entries(values)) {
    const reading = readField(name, value, context)
    if ('refusal' in reading) errors[name] ??= reading.refusal
    else Object.assign(fields, reading.value, { custom: { ...fields.custom, ...reading.value.custom } })
  }
  return Object.keys(errors).length === 0 ? { fields, comments, properties: readProperties(properties) } : { errors }
}

/** `[{set}, {add}, {remove}]` on what the issue has now, as the value of a plain set. */
function applySteps(name: string, steps: unknown, issue: Issue | undefined): unknown {
  let value: unknown = name === 'labels' ? issue?.fields.labels : name === 'components' ? issue?.fields.components : []
  for (const step of Array.isArray(steps) ? steps.filter(isObject) : []) {
    const list = Array.isArray(value) ? value : []
    if ('set' in step) value = step.set
    else if ('add' in step) value = [...list, step.add]
    else if ('remove' in step) value = list.filter(item => !isSame(item, step.remove))
  }
  return value
}

function isSame(item: unknown, removed: unknown): boolean {
  const [a, b] = [readObject(item), readObject(removed)]
  return item === removed || (a.id !== undefined && a.id === b.id) || (a.name !== undefined && a.name === b.name)
}

function readComments(
  steps: unknown,
  context: FieldContext,
  found: { comments: string[]; errors: Record<string, string> },
): void {
  for (const step of Array.isArray(steps) ? steps : []) {
    const reading = readText(readObject(readObject(step).add).body, context.version)
    if ('refusal' in reading) found.errors.comment = 'Comment body is not valid!'
    else found.comments.push(reading.value)
  }
}
