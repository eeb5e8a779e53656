import { nameFullerForm } from '../../domain/fuller-form'
import type { Json, JsonObject } from '../../domain/json'
import { presumedMark } from '../../domain/presumed'
import { readValue } from '../../domain/read-json'
import type { CommentChange, TicketStateChange, Version } from '../../domain/ticket'
import type { Normalized } from '../connector'
import { placeRecord } from './identify'
import { readJournal } from './journal-entries'
import { readEntryRows, readFileRows } from './talk-rows'
import { codeOf, labelOf, readDelivery, readRecord, type ServiceNowDelivery } from './wire'

export interface Place {
  /** The instance's address, without a slash at its end. */
  url: string
  tables: readonly string[]
}

/** What one push says; `receivedAt` stands in where it does not tell its version, in epoch milliseconds. */
export function normalize(payload: JsonObject, receivedAt: number, { url, tables }: Place): Normalized {
  const delivery = readDelivery(payload)
  const { sysId, number, isDeletion } = delivery
  const { collection, isForeign } = placeRecord(delivery, tables)
  if (isForeign || (sysId === undefined && number === undefined)) return { changes: [], mustReread: false }
  // Nothing else is taken from a deletion: its columns would pass for a sign of life.
  if (isDeletion) {
    const isPresumed = readValue(payload, presumedMark) === true
    const version = { at: receivedAt }
    return { changes: [{ kind: 'ticket-deleted', version, ...(isPresumed && { isPresumed }) }], mustReread: false }
  }
  const version = versionOf(delivery)
  const state = stateOf(delivery, version ?? { at: receivedAt }, { url, table: collection })
  const [entries, files] = [readValue(payload, rowsOf.entries), readValue(payload, rowsOf.files)]
  const comments = entries === undefined ? readJournals(delivery.record, state.version) : readEntryRows(entries)
  return {
    changes: [state, ...comments, ...readFileRows(files)],
    mustReread: version === undefined || isNotice(delivery.record),
    ...((entries === undefined || files === undefined) && { leavesOutTalk: true }),
  }
}

/** Where what was read rather than pushed brings the rows of its journals and files along. */
export const rowsOf = { entries: 'sys_journal_field', files: 'sys_attachment' } as const

/** Undefined unless both are there: a time alone has a resolution of one second. */
export function versionOf({ updatedAt, modCount }: Pick<ServiceNowDelivery, 'updatedAt' | 'modCount'>) {
  return updatedAt === undefined || modCount === undefined ? undefined : { at: updatedAt, counter: modCount }
}

/** The state that a record shows. */
export function stateOf(
  { sysId, number, record, modCount }: Pick<ServiceNowDelivery, 'sysId' | 'number' | 'record' | 'modCount'>,
  version: Version,
  { url, table }: { url: string; table: string | undefined },
): TicketStateChange {
  const isPlaced = table !== undefined && sysId !== undefined
  return {
    kind: 'ticket-state',
    version,
    ...(number !== undefined && { key: number }),
    ...(isPlaced && { url: `${url}/nav_to.do?uri=${table}.do?sys_id=${sysId}` }),
    ...(table !== undefined && { collection: table }),
    fields: readFields(record),
    complete: modCount !== undefined && Object.keys(record).length >= wholeRecord,
  }
}

/** What was read of a record before it is written to, as a push would tell it. */
export function tellRecord(row: JsonObject): TicketStateChange {
  const { record, updatedAt, modCount } = readRecord(row)
  const version = versionOf({ updatedAt, modCount }) ?? { at: 0 }
  return { kind: 'ticket-state', version, fields: readFields(record), complete: false }
}

/** Pushes written by hand pick a dozen or two of the ninety columns of a task. */
const wholeRecord = 40

/** Entries that are added to and never replaced; a push shows them joined, and a read of the table not at all. */
const journals = ['comments', 'work_notes', 'comments_and_work_notes']

/** Each column as its code; where its label was told too, both are remembered beside it (`nameFullerForm`). */
function readFields(record: JsonObject): JsonObject {
  const columns = Object.entries(record).filter(([name]) => !journals.includes(name))
  return Object.fromEntries(columns.flatMap(([name, value]) => readColumn(name, value)))
}

function readColumn(name: string, value: Json): [string, Json][] {
  const code = codeOf(value) ?? ''
  const label = labelOf(value)
  if (typeof code !== 'string' || label === undefined || !isWorthALabel(code, label)) return [[name, code]]
  return [
    [name, code],
    [nameFullerForm(name, code), { value: code, display_value: label }],
  ]
}

/** Labels of choices and references. Times and numbers only look different to each reader; long codes are lists and texts. */
function isWorthALabel(code: string, label: string): boolean {
  const isEmpty = code === '' || label === '' || code.length > 64
  const isTime = /^\d{4}-\d\d-\d\d/.test(code)
  return !isEmpty && !isTime && label.replace(/[\s.,]/g, '') !== code.replace(/[\s.,]/g, '')
}

/** What a record shows of its journals. Each entry is a comment: told twice, or with others, it is one. */
export function readJournals(record: JsonObject, version: Version): CommentChange[] {
  return journals.flatMap((journal): CommentChange[] => {
    const value = readValue(record, journal)
    const text = codeOf(value) || labelOf(value)
    return readJournal(journal, typeof text === 'string' ? text : '').map(
      ({ said: body, ...entry }): CommentChange => ({ kind: 'comment', version, deleted: false, body, ...entry }),
    )
  })
}

function isNotice(record: JsonObject): boolean {
  return Object.keys(record).every(name => name === 'number' || name.startsWith('sys_'))
}
