import { normalize } from '../../../src/connectors/servicenow/normalize'
import type { JsonObject } from '../../../src/domain/json'
import { emptySnapshot, mergeChanges, ticketOf } from '../../../src/domain/merge-changes'
import type { TicketChange } from '../../../src/domain/ticket'
import { readFixture } from '../../support/read-fixture'

const receivedAt = Date.parse('2026-03-05T00:00:00Z')
const updatedAt = Date.parse('2026-03-04T10:26:40Z')
const url = 'https://acme.service-now.com'
const sysId = '9d385017c611228701d22104cc95c371'

function read(payload: JsonObject) {
  return normalize(payload, receivedAt, { url, tables: ['incident', 'sn_si_incident'] })
}

function fieldsOf(changes: TicketChange[]): JsonObject {
  const ticket = { connection: 'servicenow', id: sysId, system: 'servicenow', fallbackUrl: url } as const
  return ticketOf(mergeChanges(emptySnapshot(), changes), ticket).fields
}

describe('normalize', () => {
  test('reads a whole record with its version, references as the ids they refer to', () => {
    const { changes, mustReread } = read(readFixture('servicenow/full-record'))
    const [state] = changes
    expect(state).toMatchObject({
      kind: 'ticket-state',
      version: { at: updatedAt, counter: 4 },
      key: 'INC0010023',
      url: `${url}/nav_to.do?uri=incident.do?sys_id=${sysId}`,
      collection: 'incident',
      complete: true,
      fields: { state: '2', caller_id: '77ad8176731313005754660c4cf6a7de', assigned_to: '' },
    })
    expect(mustReread).toBe(false)
  })

  test('makes a comment of journal text, once however often it is told', () => {
    const { changes } = read(readFixture('servicenow/full-record'))
    expect(changes[0]).not.toHaveProperty('fields.work_notes')
    expect(changes.slice(1)).toMatchObject([
      { kind: 'comment', version: { at: updatedAt, counter: 4 }, deleted: false, isPublic: false },
    ])
    expect(changes[1]).toHaveProperty('body', expect.stringContaining('Seen on 192.0.2.44'))
    const again = read({ ...readFixture('servicenow/full-record'), sys_mod_count: '5' }).changes
    expect(Object.keys(mergeChanges(emptySnapshot(), [...changes, ...again]).comments)).toHaveLength(1)
    expect(read({ number: 'INC1', comments: 'Dear customer' }).changes[1]).toMatchObject({ isPublic: true })
  })

  test('makes a comment of each entry of a journal, the same one in whatever company', () => {
    const ofBeth = '2026-03-04 10:26:40 - Beth (Work notes)\nSeen on 192.0.2.44\n\n'
    const american = '03/04/2026 10:20:00 AM - Cleo (Additional comments)\nPlease look\nat it\n\n'
    const commentsOf = (columns: object) => read({ number: 'INC1', ...columns }).changes.slice(1)
    const both = commentsOf({ comments_and_work_notes: `${ofBeth}${american}` })
    expect(both).toMatchObject([
      { body: 'Seen on 192.0.2.44', author: 'Beth', isPublic: false },
      { body: 'Please look\nat it', author: 'Cleo', isPublic: true },
    ])
    expect(commentsOf({ work_notes: ofBeth, comments: american })).toEqual([both[1], both[0]])
    const hostile = `${'2026-03-04 10:26:40 - ('.repeat(20_000)}\n${'2026-03-04 10:26:40 - x (\n'.repeat(20_000)}`
    expect(commentsOf({ work_notes: hostile })).toHaveLength(1)
  })

  test('tells that a push leaves out what was said and attached, unless it brings the rows along', () => {
    const record = readFixture('servicenow/full-record')
    expect(read(record).leavesOutTalk).toBe(true)
    expect(read({ table: 'incident', record, sys_journal_field: [] }).leavesOutTalk).toBe(true)
    const row = { sys_id: 'a'.repeat(32), sys_created_on: '2026-03-04 10:26:40' }
    const entry = { ...row, element: 'comments', value: 'Please call\n', sys_created_by: 'beth' }
    const file = { ...row, file_name: 'mail.eml', size_bytes: '5', content_type: 'message/rfc822' }
    const bad = [null, 'x', {}, { ...entry, sys_id: 'x' }, { ...file, sys_created_on: 'today' }]
    const whole = read({
      table: 'incident',
      record,
      sys_journal_field: [entry, ...bad],
      sys_attachment: [file, ...bad],
    })
    expect(whole.leavesOutTalk).toBeUndefined()
    const same = { id: row.sys_id, version: { at: updatedAt }, deleted: false }
    expect(whole.changes.slice(1)).toEqual([
      { kind: 'comment', ...same, author: 'beth', isPublic: true, body: 'Please call' },
      { kind: 'attachment', ...same, fileName: 'mail.eml', size: 5, mimeType: 'message/rfc822' },
    ])
  })

  test('reads an entry of ours that replaces another as what it says, so that it is known by its words', () => {
    const said = 'Edited. This replaces the earlier entry:\n\nNow it is none\n\n[soarbridge:0123]'
    const { changes } = read({ number: 'INC1', work_notes: said })
    expect(changes[1]).toMatchObject({ body: 'Now it is none\n\n[soarbridge:0123]' })
  })

  test('asks for the record again where a push does not count its edits, and keeps what it holds', () => {
    const { changes, mustReread } = read(readFixture('servicenow/flat'))
    expect(mustReread).toBe(true)
    expect(changes).toMatchObject([
      {
        version: { at: receivedAt },
        complete: false,
        fields: { priority: '2', assignment_group: '', state: '2' },
      },
    ])
  })

  test('reads a notice without its envelope', () => {
    const { changes, mustReread } = read(readFixture('servicenow/notice'))
    expect(mustReread).toBe(true)
    expect(changes).toEqual([
      {
        kind: 'ticket-state',
        version: { at: receivedAt },
        key: 'SIR0001234',
        collection: 'sn_si_incident',
        fields: { short_description: 'Beaconing from ws-0412' },
        complete: false,
      },
    ])
  })

  test('reads of a change list what a record has now', () => {
    const { changes, mustReread } = read(readFixture('servicenow/change-list'))
    expect(mustReread).toBe(true)
    expect(changes).toMatchObject([{ key: 'INC0010023' }])
    expect(fieldsOf(changes)).toEqual({ sys_id: sysId, number: 'INC0010023', state: '2' })
  })

  test('asks for the record again where a push with a version holds nothing of it', () => {
    const payload = { sys_id: sysId, number: 'INC1', sys_updated_on: '2026-03-04 10:26:40', sys_mod_count: '4' }
    expect(read(payload).mustReread).toBe(true)
    expect(read({ ...payload, state: '2' }).mustReread).toBe(false)
  })

  test('does not take a time as its user reads it for a version', () => {
    const { changes, mustReread } = read({ sys_id: sysId, sys_updated_on: '04/03/2026 11:26:40', sys_mod_count: '4' })
    expect(changes).toMatchObject([{ version: { at: receivedAt } }])
    expect(mustReread).toBe(true)
  })

  test('takes of a deletion nothing but that it happened', () => {
    const deletion = { changes: [{ kind: 'ticket-deleted', version: { at: receivedAt } }], mustReread: false }
    expect(read(readFixture('servicenow/deleted'))).toEqual(deletion)
    expect(read({ event_type: 'IncidentDeleted', incident_number: 'INC1' })).toEqual(deletion)
    expect(read({ event_type: 'IncidentUndeleted', incident_number: 'INC1' }).mustReread).toBe(true)
  })

  test('makes nothing of what names no bridged record', () => {
    const nothing = { changes: [], mustReread: false }
    expect(read({ hello: 'world' })).toEqual(nothing)
    expect(read({ table: 'problem', sys_id: sysId })).toEqual(nothing)
  })

  test('shows labels beside codes, but none for times and for what only looks different', () => {
    expect(fieldsOf(read(readFixture('servicenow/with-labels')).changes)).toEqual({
      sys_id: sysId,
      number: 'INC0010023',
      sys_class_name: { value: 'incident', display_value: 'Incident' },
      short_description: 'Beaconing from ws-0412',
      state: { value: '2', display_value: 'In Progress' },
      assigned_to: { value: '46d44a23a9fe19810012d100cca80666', display_value: 'Beth Anglin' },
      opened_at: '2026-03-04 10:00:00',
      sys_updated_on: '2026-03-04 10:26:40',
      sys_mod_count: '1004',
    })
  })

  test('says the same after a later push with the same codes and no labels', () => {
    const read1004 = read(readFixture('servicenow/with-labels')).changes
    const push = (state: string) =>
      read({ sys_id: sysId, state, sys_updated_on: '2026-03-04 10:30:00', sys_mod_count: '1005' }).changes
    expect(fieldsOf([...read1004, ...push('2')]).state).toEqual({ value: '2', display_value: 'In Progress' })
    expect(fieldsOf([...push('6'), ...read1004]).state).toBe('6')
  })

  test('finds the id behind a label with an address', () => {
    const assigned = { display_value: 'Beth Anglin', link: `${url}/api/now/table/sys_user/${sysId}` }
    expect(fieldsOf(read({ number: 'INC1', assigned_to: assigned }).changes).assigned_to).toEqual({
      value: sysId,
      display_value: 'Beth Anglin',
    })
  })

  test('bears any odd shape', () => {
    const shapes: JsonObject[] = [
      { number: 'INC1', result: [] },
      { number: 'INC1', comments: { display_value: 7 } },
      { number: 'INC1', sys_updated_on: '2026-99-99 10:26:40', sys_mod_count: 'x' },
      { number: 'INC1', a: { value: { value: 1 } }, b: [{}], c: { display_value: null } },
      { number: 'INC1', new_values: 'x', operation: 7 },
    ]
    for (const shape of shapes) expect(() => read(shape)).not.toThrow()
  })
})
