/**
 * Collections of SOAR that are polled, in this order. What apps brought comes last: an action that was seen to have ended is
 * then heard of with all of it, and a user who may not read it hears of all else.
 */
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
  'app_run',
] as const
export type PolledCollection = (typeof polledCollections)[number]
