import { reply } from '../envelope'
import type { Route } from '../route'
import type { Soar } from '../soar'
import { describeAttachments } from './attachment'
import { describeComments } from './comment'
import { describeNotes } from './note'
import { describePhases, showPhase } from './phase'
import { describePins } from './pin'
import { findRow, type Kind, listRecords } from './records'

/** `/rest/container/<id>/…`: what a container holds, each as a list (facts section 5). */
export function createSubCollectionRoutes(soar: Soar): Route[] {
  const { tables } = soar
  const parts: Record<string, Kind> = {
    attachments: describeAttachments(soar),
    comments: describeComments(soar),
    notes: describeNotes(soar),
    pins: describePins(soar),
    phases: { ...describePhases(soar), show: phase => showPhase(soar, phase) },
  }
  const idsIn = (part: string, kind: Kind, container: number): ReadonlySet<number> | null => {
    const all = kind.model.table.lookUp('container', container)
    // Notes of tasks are left out here, and found by `/rest/note?_filter_task_id=` only.
    return part === 'notes' ? new Set([...(all ?? [])].filter(id => tables.note.find(id)?.task === null)) : all
  }
  const lists = Object.entries(parts).map(
    ([part, kind]): Route => ({
      method: 'get',
      path: `/rest/container/:id/${part}`,
      answer({ params, query }) {
        const { id } = findRow(soar.models.container, params.id)
        return reply(listRecords(kind, { query, only: idsIn(part, kind, id) }))
      },
    }),
  )
  return [...lists, takeCommentsInVain(soar), listPermittedUsers(soar)]
}

/** Observed on a real SOAR: it says success and keeps nothing. */
function takeCommentsInVain(soar: Soar): Route {
  return {
    method: 'post',
    path: '/rest/container/:id/comments',
    answer({ params }) {
      findRow(soar.models.container, params.id)
      return reply({ success: true })
    },
  }
}

/** Everyone who may sign in; a real SOAR looks at labels and roles, and its records are not verified. */
function listPermittedUsers({ models, tables }: Soar): Route {
  return {
    method: 'get',
    path: '/rest/container/:id/permitted_users',
    answer({ params, query }) {
      findRow(models.container, params.id)
      const people = [...tables.user.rows()].filter(
        ({ type, is_active }) => type !== 'automation' && is_active !== false,
      )
      return reply(listRecords({ model: models.user }, { query, only: new Set(people.map(({ id }) => id)) }))
    },
  }
}
