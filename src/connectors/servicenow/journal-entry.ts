import type { AddWorkNote, UpsertComment } from '../../domain/command'
import { toHarmlessText } from '../../domain/harmless-text'
import { sha256Hex } from '../../domain/ids'
import type { JsonObject } from '../../domain/json'
import { readString } from '../../domain/read-json'
import { BridgeError, isBridgeError } from '../../errors'
import type { Duplicate, LookedUp, TicketApplied } from '../connector'
import type { ReadCall, WriteCall } from '../ticket-call'
import { findRows, getRow, updateRow } from './table-api'

/** A record and the table it stands in. */
export interface Place {
  table: string
  sysId: string
}

/** Entries of a journal can be neither edited nor removed, so a long one stays long for ever. */
const longestNote = 30_000

/** What is written into a journal once. */
interface Entry {
  sysId: string
  column: 'work_notes' | 'comments'
  marker: string
  text: string
}

export type JournalCommand = AddWorkNote | UpsertComment

/** One more entry; after a repeat, or where it was cut off, one in all. */
export async function applyEntry(
  command: JournalCommand,
  { call, place, isRepeat }: { call: WriteCall; place: Place; isRepeat: boolean },
): Promise<TicketApplied> {
  const entry = entryOf(command)
  const id = entry.marker
  if (isRepeat || command.kind === 'upsert-comment') {
    const earlier = await lookForEntry(call, place, entry)
    if (earlier === 'unreadable' && isRepeat) throw unreadableJournal(place)
    if (earlier === 'there') return { id, notes: [] }
  }
  await updateRow(call, place, { [entry.column]: textOf(entry) })
  const now = await lookForEntry(call, place, entry)
  if (now === 'unreadable') return { id, notes: ['our user may not read the journal, so the note is not proven'] }
  if (now === 'there') return { id, notes: [] }
  throw new BridgeError('rejected', `ServiceNow took the entry of ${entry.column} and does not show it`, {
    code: 'not-kept',
    effect: 'unknown',
    status: 200,
  })
}

export async function lookUpEntry(
  command: JournalCommand,
  { call, place }: { call: ReadCall; place: Place },
): Promise<LookedUp<TicketApplied>> {
  const entry = entryOf(command)
  const found = await lookForEntry(call, place, entry)
  if (found === 'unreadable') throw unreadableJournal(place)
  if (found === 'there') return { status: 'found', applied: { id: entry.marker, notes: [] } }
  return { status: 'missing', what: entry.column === 'comments' ? 'the comment' : 'the work note' }
}

export async function findDuplicateEntries(command: JournalCommand, call: ReadCall): Promise<Duplicate[]> {
  const entries = (await findEntries(call, entryOf(command))) ?? []
  const [kept, ...others] = entries.map(entry => readString(entry, 'sys_id') ?? '')
  return kept === undefined ? [] : others.map(found => ({ what: 'note', found, kept }))
}

/** What our own texts end with. */
export function signatureOf(marker: string): string {
  return `[soarbridge:${marker}]`
}

function entryOf(command: JournalCommand): Entry {
  const { ticket, marker, text } = command
  if (command.kind === 'add-work-note') return { sysId: ticket.id, column: 'work_notes', marker, text }
  const { commentId, audience } = command
  const column = audience === 'customer' ? 'comments' : 'work_notes'
  const own = `${marker}.${sha256Hex(text).slice(0, 12)}`
  if (commentId === null) return { sysId: ticket.id, column, marker: own, text }
  // It is the text that stands there, or another one: back to an earlier text is an edit of its own.
  const isSame = commentId === own || commentId.startsWith(`${own}.`)
  const edited = isSame ? commentId : `${own}.${sha256Hex(commentId).slice(0, 6)}`
  const isEdit = edited !== own
  return { sysId: ticket.id, column, marker: edited, text: isEdit ? `${editSign}\n\n${text}` : text }
}

const editSign = 'Edited. This replaces the earlier entry:'

/** What an entry of ours says: what heads one that replaces another is told to people only. */
export function withoutEditSign(said: string): string {
  return said.startsWith(editSign) ? said.slice(editSign.length).trimStart() : said
}

type Found = 'there' | 'absent' | 'unreadable'

/**
 * In the table of journals; where our user may not see that, or sees nothing there, in the record, which shows its whole
 * journal as one text. Only where that text is there, absence is proven: a closed column is left out without a word.
 */
async function lookForEntry(call: ReadCall, place: Place, entry: Entry): Promise<Found> {
  const { column, marker } = entry
  const entries = await findEntries(call, entry)
  if (entries !== null && entries.length > 0) return 'there'
  const record = await getRow(call, place, { sysparm_display_value: 'true', sysparm_fields: `sys_id,${column}` })
  if (record === null) return 'absent'
  const journal = readString(record, column)
  if (journal === undefined) return 'unreadable'
  return journal.includes(signatureOf(marker)) ? 'there' : 'absent'
}

/** The oldest first; null where our user may not read the table of journals. */
async function findEntries(call: ReadCall, { sysId, column, marker }: Entry): Promise<JsonObject[] | null> {
  const signature = signatureOf(marker)
  const query = `element_id=${sysId}^element=${column}^valueLIKE${signature}^ORDERBYsys_created_on`
  try {
    const rows = await findRows(call, {
      table: 'sys_journal_field',
      query,
      fields: 'sys_id,element_id,value',
      limit: 50,
    })
    const isOurs = (row: JsonObject) =>
      readString(row, 'element_id') === sysId && readString(row, 'value')?.trimEnd().endsWith(signature) === true
    return (rows ?? []).filter(isOurs)
  } catch (error) {
    if (isBridgeError(error) && error.code === 'forbidden') return null
    throw error
  }
}

/** `[code]` would have the journal render what follows as HTML (servicenow.md section 3.8); markers are ours alone. */
function textOf({ text, marker }: Entry): string {
  const inert = toHarmlessText(text, longestNote).replace(/\[(?=\/?code|soarbridge:)/gi, '[ ')
  return `${inert}\n\n${signatureOf(marker)}`
}

function unreadableJournal({ table }: Place): BridgeError {
  return new BridgeError('denied', `our user may not read the journal of ${table}`, { code: 'journal-unreadable' })
}
