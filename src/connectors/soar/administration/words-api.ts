import type { WriteCall } from '../call'
import {
  createSeverity,
  createStatus,
  deleteWord,
  listSeverities,
  listStatuses,
  type Severity,
  type Status,
  type StatusType,
  severitiesPath,
  statusesPath,
} from './words'

export interface WordsApi {
  severities: {
    list(): Promise<Severity[]>
    /** Answers the id. */
    create(severity: { name: string; color?: string }): Promise<string>
    delete(id: string): Promise<void>
  }
  statuses: {
    list(): Promise<Status[]>
    create(status: { name: string; type: StatusType }): Promise<string>
    delete(id: string): Promise<void>
  }
}

export function createWordsApi(call: WriteCall): WordsApi {
  return {
    severities: {
      list: () => listSeverities(call),
      create: severity => createSeverity(call, severity),
      delete: id => deleteWord(call, severitiesPath, id),
    },
    statuses: {
      list: () => listStatuses(call),
      create: status => createStatus(call, status),
      delete: id => deleteWord(call, statusesPath, id),
    },
  }
}
