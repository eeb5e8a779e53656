import type { Clock } from '../../../domain/clock'
import type { ContainerPoller, PolledPage, PollMark } from '../../connector'
import type { FileCall, ReadCall } from '../call'
import { getContainer } from '../containers'
import { largestPage } from '../query'
import { changedAtOf } from './container-state'
import { createDirectory } from './directory'
import { readVaultFile } from './read-vault-file'
import { feeds, readNewest, readWindow, type Stamped } from './read-window'
import { type TellContainer, tell, tellContainers } from './tell'

/** SOAR stamps a record before it commits it: what is committed within this time is not missed (soar.md section 12). */
const overlapMs = 300_000

/** The id of a mark in the midst of a window: the next poll goes on there, without the overlap. */
const inMidst = 'more'
/** The id of a mark at which nothing lay beyond. */
const atEnd = ''

/**
 * Polls SOAR. A poll that finds nothing new is one request for each column of its feed, whatever SOAR holds: thirteen for all
 * collections. What records name by number (users, playbooks, phases, actions of approvals) is one more for each
 * kind, remembered for ten minutes.
 */
export function createPoller(parts: {
  call: ReadCall & FileCall
  clock: Pick<Clock, 'now'>
  closeReasonField: string | null
}): ContainerPoller & { tellContainer: TellContainer } {
  const { call, clock, closeReasonField } = parts
  const telling = { call, directory: createDirectory(clock), closeReasonField }
  const tellContainer: TellContainer = async (id, record) => {
    const [change] = await tellContainers([{ id, at: changedAtOf(record), record }], telling)
    return change ?? null
  }
  return {
    tellContainer,
    async poll({ collection, since, limit }) {
      const feed = feeds[collection]
      if (since === null) {
        return { changes: [], mark: { at: (await readNewest(call, feed)) ?? 0, id: atEnd }, isMore: false }
      }
      const from = since.id === inMidst ? since.at : Math.max(0, since.at - overlapMs)
      const { records, readTo } = await readWindow(call, feed, { from, pageSize: Math.min(limit, largestPage) })
      return { changes: await tell(collection, records, telling), ...placeOf(since, records, readTo) }
    },
    async readContainer(containerId) {
      const record = await getContainer(call, containerId)
      return record === null ? null : tellContainer(containerId, record)
    },
    readFile: attachment => readVaultFile(call, attachment),
  }
}

function placeOf(
  since: PollMark,
  records: readonly Stamped[],
  readTo: number | null,
): Pick<PolledPage, 'mark' | 'isMore'> {
  if (readTo !== null) return { mark: { at: readTo, id: inMidst }, isMore: true }
  return { mark: { at: Math.max(since.at, records.at(-1)?.at ?? 0), id: atEnd }, isMore: false }
}
