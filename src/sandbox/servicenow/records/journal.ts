import { displayTime } from '../format-time'
import type { Instance } from '../instance'
import type { Row } from '../tables/table'

const LABELS: Record<string, string> = { work_notes: 'Work notes', comments: 'Additional comments' }

/** A journal as a display value: all entries in one string, the newest first. */
export function renderJournal(instance: Instance, row: Row, elements: readonly string[]): string {
  const entries = instance.findRowsBy('sys_journal_field', 'element_id', row.sys_id ?? '') ?? []
  const shown = entries
    .filter(({ element = '' }) => elements.includes(element))
    .map(({ sys_created_on = '', sys_created_by = '', element = '', value = '' }) => {
      const [author] = instance.findRowsBy('sys_user', 'user_name', sys_created_by) ?? []
      return `${displayTime(sys_created_on)} - ${author?.name ?? sys_created_by} (${LABELS[element]})\n${value}\n\n`
    })
  return shown.reverse().join('')
}
