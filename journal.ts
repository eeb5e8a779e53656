import { toHarmlessText } from '../../domain/harmless-text'
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

/** Something to be read in a journal once. Entries can be neither edited nor removed: another text is another entry. */
export interface Entry {
  journal: 'work_notes' | 'comments'
  marker: string
  /** Tells the texts of one marker apart; empty where there is but one. */
  hash: string
  text: string
  /** What people call it. */
  what: 'note' | 'comment'
}

/** Entries of a journal can be neither edited nor removed, so a long one stays long for ever. */
const longestText = 30_000

/** One more entry, unless the last one of this marker says the same; after a repeat, or where it was cut off, one in all. */
export async function applyEntry(
  entry: Entry,
  { call, place, isRepeat }: { call: WriteCall; place: Place; isRepeat: boolean },
): Promise<TicketApplied> {
  const { marker, journal } = entry
  const mustLook = isRepeat || entry.hash !== ''
  const earlier = mustLook ? await findMarks(call, place, entry) : []
  if (earlier === 'unreadable' && isRepeat) throw unreadableJournal(place)
  if (isLast(earlier, entry)) return { id: marker, notes: [] }
  await updateRow(call, place, { [journal]: textOf(entry, earlier.length > 0 && earlier !== 'unreadable') })
  const now = await findMarks(call, place, entry)
  if (now === 'unreadable') {
    return { id: marker, notes: [`our user may not read the journal, so the ${entry.what} is not proven`] }
  }
  if (isLast(now, entry)) return { id: marker, notes: [] }
  throw new BridgeError('rejected', `ServiceNow took the ${entry.what} and does not show it`, {
    code: 'not-kept',
    effect: 'unknown',
    status: 200,
  })
}

export async function lookUpEntry(
  entry: Entry,
  { call, place }: { call: ReadCall; place: Place },
): Promise<LookedUp<TicketApplied>> {
  const found = await findMarks(call, place, entry)
  if (found === 'unreadable') throw unreadableJournal(place)
  if (isLast(found, entry)) return { status: 'found', applied: { id: entry.marker, notes: [] } }
  return { status: 'missing', what: found.length > 0 ? `the new text of the ${entry.what}` : `the ${entry.what}` }
}

/** One text twice in a row: what was said again after something else is meant so. */
export async function findDuplicateEntries(
  entry: Entry,
  { call, sysId }: { call: ReadCall; sysId: string },
): Promise<Duplicate[]> {
  const marks = ((await findInTable(call, sysId, entry)) ?? []).toReversed()
  const duplicates: Duplicate[] = []
  let kept: Mark | undefined
  for (const mark of marks) {
    if (mark.hash !== entry.hash) kept = undefined
    else if (kept === undefined) kept = mark
    else duplicates.push({ what: entry.what, found: mark.sysId, kept: kept.sysId })
  }
  return duplicates
}

/** What our own texts end with. */
export function signatureOf(marker: string, hash = ''): string {
  return `[soarbridge:${marker}${hash === '' ? '' : `.${hash}`}]`
}

interface Mark {
  hash: string
  /** Equal where nobody can tell which of two came first. */
  at: string
  sysId: string
}

type Marks = Mark[] | 'unreadable'

/** Whether the newest entry, or one as new, has this text. */
function isLast(marks: Marks, { hash }: Entry): boolean {
  if (marks === 'unreadable') return false
  const [newest] = marks
  return newest !== undefined && marks.some(mark => mark.at === newest.at && mark.hash === hash)
}

/**
 * The newest first. In the table of journals; where our user may not see that, or sees nothing there, in the record, which
 * shows its whole journal as one text. Only where that text is there, absence is proven: a closed column is left out
 * without a word.
 */
async function findMarks(call: ReadCall, place: Place, entry: Entry): Promise<Marks> {
  const marks = await findInTable(call, place.sysId, entry)
  if (marks !== null && marks.length > 0) return marks
  const { journal } = entry
  const record = await getRow(call, place, { sysparm_display_value: 'true', sysparm_fields: `sys_id,${journal}` })
  if (record === null) return []
  const shown = readString(record, journal)
  if (shown === undefined) return 'unreadable'
  const found = [...shown.matchAll(signatures)].filter(([, marker]) => marker === entry.marker)
  return found.map(([, , hash = ''], at) => ({ hash, at: String(at), sysId: '' }))
}

const mostMarks = 50

/** The newest first; null where our user may not read the table of journals. */
async function findInTable(call: ReadCall, sysId: string, { journal, marker }: Entry): Promise<Mark[] | null> {
  const query = `element_id=${sysId}^element=${journal}^valueLIKE[soarbridge:${marker}^ORDERBYDESCsys_created_on`
  const fields = 'sys_id,element_id,element,value,sys_created_on'
  try {
    const rows = await findRows(call, { table: 'sys_journal_field', query, fields, limit: mostMarks })
    return (rows ?? []).flatMap(row => {
      const isHere = readString(row, 'element_id') === sysId && readString(row, 'element') === journal
      const [, found, hash = ''] = lastSignature.exec(readString(row, 'value')?.trimEnd() ?? '') ?? []
      if (!isHere || found !== marker) return []
      return [{ hash, at: readString(row, 'sys_created_on') ?? '', sysId: readString(row, 'sys_id') ?? '' }]
    })
  } catch (error) {
    if (isBridgeError(error) && error.code === 'forbidden') return null
    throw error
  }
}

const lastSignature = /\[soarbridge:([\w-]{1,100})(?:\.([0-9a-f]{1,64}))?\]$/
const signatures = /\[soarbridge:([\w-]{1,100})(?:\.([0-9a-f]{1,64}))?\]$/gm

/** `[code]` would have the journal render what follows as HTML (servicenow.md section 3.8); markers are ours alone. */
function textOf({ text, marker, hash, what }: Entry, replacesEarlier: boolean): string {
  const replacing = replacesEarlier ? `This replaces what the ${what} said before:\n\n` : ''
  return `${replacing}${toInertText(text, longestText)}\n\n${signatureOf(marker, hash)}`
}

/** Shows what strangers wrote, and does nothing. */
export function toInertText(text: string, longest: number): string {
  return toHarmlessText(text, longest).replace(/\[(?=\/?code|soarbridge:)/gi, '[ ')
}

function unreadableJournal({ table }: Place): BridgeError {
  return new BridgeError('denied', `our user may not read the journals of ${table}`, { code: 'journal-unreadable' })
}
