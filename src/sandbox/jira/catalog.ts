export interface Named {
  id: string
  name: string
}

export interface IssueType extends Named {
  description: string
}

export interface Status extends Named {
  category: { id: number; key: 'new' | 'indeterminate' | 'done'; colorName: string; name: string }
}

/** A step of the one workflow; each leads to the status of its name, from any other status. */
export interface Transition extends Named {
  to: Status
}

export const PRIORITIES: readonly Named[] = [
  { id: '1', name: 'Highest' },
  { id: '2', name: 'High' },
  { id: '3', name: 'Medium' },
  { id: '4', name: 'Low' },
  { id: '5', name: 'Lowest' },
]

export const ISSUE_TYPES: readonly IssueType[] = [
  { id: '10001', name: 'Story', description: 'Functionality or a feature expressed as a user goal.' },
  { id: '10002', name: 'Task', description: 'A small, distinct piece of work.' },
  { id: '10004', name: 'Bug', description: 'A problem or error.' },
  { id: '10007', name: 'Incident', description: 'An event that disrupts or threatens a service.' },
]

export const TO_DO: Status = {
  id: '10000',
  name: 'To Do',
  category: { id: 2, key: 'new', colorName: 'blue-gray', name: 'To Do' },
}

export const DONE: Status = {
  id: '10002',
  name: 'Done',
  category: { id: 3, key: 'done', colorName: 'green', name: 'Done' },
}

export const IN_PROGRESS: Status = {
  id: '3',
  name: 'In Progress',
  category: { id: 4, key: 'indeterminate', colorName: 'yellow', name: 'In Progress' },
}

export const TRANSITIONS: readonly Transition[] = [
  { id: '11', name: 'To Do', to: TO_DO },
  { id: '21', name: 'In Progress', to: IN_PROGRESS },
  { id: '31', name: 'Done', to: DONE },
]

export const STATUSES: readonly Status[] = [TO_DO, IN_PROGRESS, DONE]

export const RESOLUTION_DONE: Named = { id: '10000', name: 'Done' }
export const RESOLUTIONS: readonly Named[] = [
  RESOLUTION_DONE,
  { id: '10001', name: "Won't Do" },
  { id: '10002', name: 'Duplicate' },
  { id: '10003', name: 'False Positive' },
]
export const DEFAULT_PRIORITY: Named = { id: '3', name: 'Medium' }
