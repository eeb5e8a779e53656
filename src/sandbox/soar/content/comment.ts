import { readNow } from '../instant'
import type { Call } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { findContainerOf, requireText } from './fields'
import type { Kind } from './records'

/** `/rest/container_comment`: written once, never changed, gone only with the container (facts section 7). */
export function describeComments(soar: Soar): Kind {
  return {
    path: '/rest/container_comment',
    model: soar.models.comment,
    create(call, body) {
      const { id: container } = findContainerOf(soar, body)
      return { success: true, id: addComment(soar, call, { container, comment: requireText(body, 'comment') }).id }
    },
  }
}

export function addComment(soar: Soar, call: Call, order: { container: number; comment: string; user?: number }): Row {
  const { container, comment, user = call.caller.id } = order
  const now = readNow()
  const row = soar.tables.comment.insert({ comment, container, time: now, create_time: now, user, mentions: [] })
  call.note({ effect: 'comment.created', container, comment: row.id })
  return row
}
