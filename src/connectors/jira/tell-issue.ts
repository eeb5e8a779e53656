import type { JsonObject } from '../../domain/json'
import type { TicketStateChange } from '../../domain/ticket'
import { cleanFields } from './normalize'
import { readTime } from './wire'

/** What was read of an issue, as a delivery would tell it. */
export function tellIssue(fields: JsonObject): TicketStateChange {
  const version = { at: readTime(fields, 'updated') ?? 0 }
  return { kind: 'ticket-state', version, fields: cleanFields(fields), complete: false }
}
