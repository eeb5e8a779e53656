/** Collections of SOAR that are polled. */
export const polledCollections = [
  'container',
  'artifact',
  'note',
  'comment',
  'attachment',
  'action_run',
  'playbook_run',
  'approval',
  'task',
] as const
export type PolledCollection = (typeof polledCollections)[number]
