import type { CommentChange } from '../../domain/ticket'
import type { TalkWanted, TicketTalk } from '../../domain/ticket-talk'
import type { TicketTalkReader } from '../connector'
import { findBlindSpots } from './find-blind-spots'
import { findPlace } from './find-place'
import { listEntries, listFiles, type TalkParts } from './list-talk'
import { readJournals, versionOf } from './normalize'
import { getRow } from './table-api'
import { readEntryRows, readFileRows } from './talk-rows'
import { readRecord, readSysId } from './wire'

interface TicketPlace {
  id: string
  collection?: string
}

export function createTalkReader(parts: TalkParts): TicketTalkReader {
  return {
    readTalk: async (ticket, wanted) => readTalk(parts, ticket, wanted),
    findBlindSpots: async () => findBlindSpots(parts),
  }
}

const rowsOfPage = 50

/** Entries of the journals by their ids; where our user may not list them, as the record shows them, in one text. */
async function readTalk(
  parts: TalkParts,
  ticket: TicketPlace,
  { isKnown, withFiles }: TalkWanted,
): Promise<TicketTalk> {
  if (readSysId(ticket.id) === undefined) return { changes: [], listsComments: true }
  const wanted = { of: [ticket.id], isKnown, rowsOfPage }
  const [entries, files] = await Promise.all([listEntries(parts, wanted), withFiles ? listFiles(parts, wanted) : null])
  const comments = entries === null ? await readJoined(parts, ticket) : readEntryRows(entries)
  const news = (comments ?? []).filter(({ id }) => !isKnown(id))
  return { changes: [...news, ...readFileRows(files ?? [])], listsComments: comments !== null }
}

const joinedColumns = ['work_notes', 'comments']

/** Null where our user sees neither journal. */
async function readJoined({ call, tables }: TalkParts, ticket: TicketPlace): Promise<CommentChange[] | null> {
  const place = await findPlace(call, ticket, tables)
  if (place === null) return null
  const row = await getRow(call, place, {
    sysparm_display_value: 'all',
    sysparm_fields: ['sys_id', 'sys_updated_on', 'sys_mod_count', ...joinedColumns].join(','),
  })
  if (row === null || joinedColumns.every(name => !Object.hasOwn(row, name))) return null
  return readJournals(row, versionOf(readRecord(row)) ?? { at: 0 })
}
