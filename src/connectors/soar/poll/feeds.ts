import type { PolledCollection } from '../../connector'
import type { Feed } from './read-window'

/** Columns that tell when a record changed: where one may be null, another beside it. */
export const feeds: Record<PolledCollection, Feed> = {
  container: { path: '/rest/container', stamps: ['create_time', 'container_update_time'] },
  artifact: { path: '/rest/artifact', stamps: ['update_time'] },
  note: { path: '/rest/note', stamps: ['create_time', 'modified_time'] },
  comment: { path: '/rest/container_comment', stamps: ['create_time'] },
  attachment: { path: '/rest/container_attachment', stamps: ['create_time'], flags: ['pretty'] },
  action_run: { path: '/rest/action_run', stamps: ['update_time'] },
  playbook_run: { path: '/rest/playbook_run', stamps: ['update_time'] },
  approval: { path: '/rest/approval', stamps: ['start_time', 'close_time'] },
  task: { path: '/rest/workbook_task', stamps: ['modified_time'] },
}
