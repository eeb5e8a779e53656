import type { ContainerChange, ContainerStateChange } from '../../../domain/container-change'
import type { PolledCollection } from '../../../domain/polled-collection'
import { readId } from '../answer'
import type { ReadCall } from '../call'
import { describeState } from './container-state'
import type { Directory } from './directory'
import { authorIdsOf, readArtifact, readComment, readFileChange, readNote } from './read-content'
import { readApprovals, readTasks } from './read-decisions'
import { readAction, readAppRun, readPlaybookRun } from './read-run'
import type { Stamped } from './read-window'

export interface Telling {
  call: ReadCall
  directory: Directory
  /** The custom field that says why a container was closed. */
  closeReasonField: string | null
}

/** What the record of one container says of it, as a poll would. */
export type TellContainer = (id: string, record: Stamped['record']) => Promise<ContainerStateChange | null>

/** What records of a collection say happened; a record that belongs to no container says nothing. */
export async function tell(
  collection: PolledCollection,
  records: readonly Stamped[],
  telling: Telling,
): Promise<ContainerChange[]> {
  return tellers[collection](records, telling)
}

type Teller = (records: readonly Stamped[], telling: Telling) => Promise<ContainerChange[]>

const tellers: Record<PolledCollection, Teller> = {
  container: tellContainers,
  artifact: async records => records.flatMap(readArtifact),
  async note(records, { call, directory }) {
    const authors = await directory.users.find(call, authorIdsOf(records, 'author'))
    return records.flatMap(record => readNote(record, authors))
  },
  async comment(records, { call, directory }) {
    const authors = await directory.users.find(call, authorIdsOf(records, 'user'))
    return records.flatMap(record => readComment(record, authors))
  },
  attachment: async records => records.flatMap(readFileChange),
  action_run: async records => records.flatMap(readAction),
  app_run: async records => records.flatMap(readAppRun),
  async playbook_run(records, { call, directory }) {
    const ids = records.map(({ record }) => readId(record.playbook))
    const names = await directory.playbooks.find(call, ids)
    return records.flatMap(record => readPlaybookRun(record, names))
  },
  approval: (records, { call, directory }) => readApprovals(call, records, directory),
  task: (records, { call, directory }) => readTasks(call, records, directory),
}

export async function tellContainers(
  records: readonly Stamped[],
  { call, directory, closeReasonField }: Telling,
): Promise<ContainerStateChange[]> {
  const owners = records.map(({ record }) => readId(record.owner))
  const users = await directory.users.find(call, owners)
  return records.map(({ id, at, record }) => ({
    kind: 'container-state',
    containerId: id,
    version: { at },
    state: describeState(record, { users, closeReasonField }),
  }))
}
