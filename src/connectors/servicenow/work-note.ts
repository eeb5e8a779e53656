import type { AddWorkNote } from '../../domain/command'
import { toHarmlessText } from '../../domain/harmless-text'
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

/** One more entry; after a repeat, or where it was cut off, one in all. */
export async function applyWorkNote(
  command: AddWorkNote,
  { call, place, isRepeat }: { call: WriteCall; place: Place; isRepeat: boolean },
): Promise<TicketApplied> {
  const { marker } = command
  if (isRepeat) {
    const earlier = await lookForNote(call, place, marker)
    if (earlier === 'unreadable') throw unreadableJournal(place)
    if (earlier === 'there') return { id: marker, notes: [] }
  }
  await updateRow(call, place, { work_notes: noteOf(command) })
  const now = await lookForNote(call, place, marker)
  if (now === 'unreadable')
    return { id: marker, notes: ['our user may not read the journal, so the note is not proven'] }
  if (now === 'there') return { id: marker, notes: [] }
  throw new BridgeError('rejected', 'ServiceNow took the work note and does not show it', {
    code: 'not-kept',
    effect: 'unknown',
    status: 200,
  })
}

export async function lookUpWorkNote(
  { marker }: AddWorkNote,
  { call, place }: { call: ReadCall; place: Place },
): Promise<LookedUp<TicketApplied>> {
  const found = await lookForNote(call, place, marker)
  if (found === 'unreadable') throw unreadableJournal(place)
  if (found === 'there') return { status: 'found', applied: { id: marker, notes: [] } }
  return { status: 'missing', what: 'the work note' }
}

export async function findDuplicateNotes({ marker, ticket }: AddWorkNote, call: ReadCall): Promise<Duplicate[]> {
  const entries = (await findEntries(call, ticket.id, marker)) ?? []
  const [kept, ...others] = entries.map(entry => readString(entry, 'sys_id') ?? '')
  return kept === undefined ? [] : others.map(found => ({ what: 'note', found, kept }))
}

type Found = 'there' | 'absent' | 'unreadable'

/**
 * In the table of journals; where our user may not see that, or sees nothing there, in the record, which shows its whole
 * journal as one text. Only where that text is there, absence is proven: a closed column is left out without a word.
 */
async function lookForNote(call: ReadCall, place: Place, marker: string): Promise<Found> {
  const entries = await findEntries(call, place.sysId, marker)
  if (entries !== null && entries.length > 0) return 'there'
  const record = await getRow(call, place, { sysparm_display_value: 'true', sysparm_fields: 'sys_id,work_notes' })
  if (record === null) return 'absent'
  const journal = readString(record, 'work_notes')
  if (journal === undefined) return 'unreadable'
  return journal.includes(signatureOf(marker)) ? 'there' : 'absent'
}

/** The oldest first; null where our user may not read the table of journals. */
async function findEntries(call: ReadCall, sysId: string, marker: string): Promise<JsonObject[] | null> {
  const signature = signatureOf(marker)
  const query = `element_id=${sysId}^element=work_notes^valueLIKE${signature}^ORDERBYsys_created_on`
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
function noteOf({ text, marker }: AddWorkNote): string {
  const inert = toHarmlessText(text, longestNote).replace(/\[(?=\/?code|soarbridge:)/gi, '[ ')
  return `${inert}\n\n${signatureOf(marker)}`
}

/** What our own texts end with. */
export function signatureOf(marker: string): string {
  return `[soarbridge:${marker}]`
}

function unreadableJournal({ table }: Place): BridgeError {
  return new BridgeError('denied', `our user may not read the work notes of ${table}`, { code: 'journal-unreadable' })
}
