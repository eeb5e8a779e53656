import type { UpdateTicket } from '../../domain/command'
import { isJsonObject, type Json, type JsonObject } from '../../domain/json'
import { readString, readValue } from '../../domain/read-json'
import { BridgeError } from '../../errors'
import type { ReadCall } from '../ticket-call'
import type { CommentForm } from './comment-form'
import { type FieldMeta, isEntry, isSameValue, toFieldValue, toItem } from './field-value'
import { findAssignable, isNamed } from './find-person'

/** An issue with the fields that a command is about, and what may be edited of it. */
export interface EditedIssue {
  key: string
  fields: JsonObject
  metas: ReadonlyMap<string, FieldMeta>
}

/** The body of a PUT: only what differs. Both empty where nothing does. */
export interface FieldPlan {
  fields: JsonObject
  update: JsonObject
  notes: string[]
}

export interface PlanParts {
  call: ReadCall
  form: CommentForm
}

/** Reads only. Raises `rejected`: `field-unavailable` where a field that differs is not on the screen, `value-unavailable`. */
export async function planFields(
  { set, lists }: Pick<UpdateTicket, 'set' | 'lists'>,
  issue: EditedIssue,
  { call, form }: PlanParts,
): Promise<FieldPlan> {
  const plan: FieldPlan = { fields: {}, update: {}, notes: [] }
  for (const [name, wanted] of Object.entries(set)) {
    const current = readValue(issue.fields, name)
    const meta = issue.metas.get(name)
    if (isPerson(name, meta)) await planPerson(plan, { name, wanted }, { issue, call, form })
    else if (!isSameValue(current, wanted, { meta, form })) {
      plan.fields[name] = toFieldValue(wanted, { meta: meta ?? refuseField(name), form })
    }
  }
  for (const [name, change] of Object.entries(lists)) {
    const steps = planList(readValue(issue.fields, name), change)
    if (steps.length === 0) continue
    const meta = issue.metas.get(name) ?? refuseField(name)
    plan.update[name] = steps.map(({ step, item }) => ({ [step]: toItem(item, meta) }))
  }
  return plan
}

function isPerson(name: string, meta: FieldMeta | undefined): boolean {
  return meta === undefined ? name === 'assignee' : meta.type === 'user'
}

/** Somebody that Jira does not know is told, and stops nothing else. */
async function planPerson(
  plan: FieldPlan,
  { name, wanted }: { name: string; wanted: Json },
  { issue, call, form }: PlanParts & { issue: EditedIssue },
): Promise<void> {
  const current = readValue(issue.fields, name)
  const holder = isJsonObject(current) ? current : null
  const word = typeof wanted === 'string' ? wanted.trim() : ''
  if (word === '' ? holder === null : holder !== null && isNamed(holder, word)) return
  const person = word === '' ? null : await findAssignable(call, form, { issueKey: issue.key, word })
  if (word !== '' && person === null) {
    plan.notes.push(`Jira knows nobody by the name asked for who could be set as ${name}`)
    return
  }
  const identity = readString(person ?? undefined, form.namesPeopleBy)
  if (person !== null && holder !== null && readString(holder, form.namesPeopleBy) === identity) return
  if (!issue.metas.has(name)) refuseField(name)
  plan.fields[name] = person
}

function planList(
  current: Json | undefined,
  { add, remove }: { add: string[]; remove: string[] },
): { step: 'add' | 'remove'; item: string }[] {
  const entries = Array.isArray(current) ? current : []
  const has = (item: string) => entries.some(entry => isEntry(entry, item))
  return [
    ...add.filter(item => item.trim() !== '' && !has(item)).map(item => ({ step: 'add' as const, item })),
    ...remove.filter(has).map(item => ({ step: 'remove' as const, item })),
  ]
}

function refuseField(name: string): never {
  throw new BridgeError('rejected', `Jira does not let the field ${name} of this ticket be edited`, {
    code: 'field-unavailable',
  })
}
