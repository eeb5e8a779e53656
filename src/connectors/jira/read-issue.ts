import type { UpdateTicket } from '../../domain/command'
import type { JsonObject } from '../../domain/json'
import { readObject, readString, readValue } from '../../domain/read-json'
import type { HttpRequest } from '../http-types'
import { type ReadCall, recordOf, unreadableAnswer } from '../ticket-call'
import type { CommentForm } from './comment-form'
import { readFieldMetas } from './field-value'
import type { EditedIssue } from './plan-fields'
import { tellIssue } from './tell-issue'
import { readKey } from './wire'

export interface StandingIssue extends EditedIssue {
  status: JsonObject | undefined
  /** As a delivery would tell it. */
  told: ReturnType<typeof tellIssue>
}

/** With the fields that the command names only, and what may be edited of them; null on 404. */
export async function readIssueOf(
  command: UpdateTicket,
  { call, form }: { call: ReadCall; form: CommentForm },
): Promise<StandingIssue | null> {
  const names = [...Object.keys(command.set), ...Object.keys(command.lists)]
  const query = {
    fields: [...new Set([...names, 'status', 'updated'])].join(','),
    ...(names.length > 0 && { expand: 'editmeta' }),
  }
  const request: HttpRequest = { method: 'GET', path: pathOf(command, form), query }
  const answer = await call.read(request)
  if (answer.status === 404) return null
  const record = recordOf(request, answer)
  const fields = readObject(record, 'fields')
  const key = readKey(readValue(record, 'key'))
  const status = readObject(fields, 'status')
  if (fields === undefined || key === undefined || readString(status, 'name') === undefined) {
    throw unreadableAnswer(request, answer.status)
  }
  return { key, fields, status, told: tellIssue(fields), metas: readFieldMetas(readObject(record, 'editmeta')) }
}

export function pathOf({ ticket }: UpdateTicket, { api }: CommentForm): string {
  return `${api}/issue/${encodeURIComponent(ticket.id)}`
}
