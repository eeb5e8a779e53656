import { normalize } from '../../../src/connectors/jira/normalize'
import type { JsonObject } from '../../../src/domain/json'
import type { TicketChange } from '../../../src/domain/ticket'
import { readFixture } from '../../support/read-fixture'

const receivedAt = Date.parse('2026-03-05T00:00:00Z')

function read(payload: JsonObject) {
  const { changes, mustReread } = normalize(payload, receivedAt, { browseUrl: 'https://acme.example' })
  return { changes, mustReread, ofKind: (kind: TicketChange['kind']) => changes.filter(each => each.kind === kind) }
}

describe('normalize', () => {
  test('reads an issue that is itself the body, with the time of its last update', () => {
    const { changes, mustReread } = read(readFixture('jira/automation-issue-itself'))
    expect(changes).toEqual([
      {
        kind: 'ticket-state',
        version: { at: Date.parse('2026-03-04T09:15:30.500Z') },
        key: 'SEC-12',
        url: 'https://acme.example/browse/SEC-12',
        collection: 'SEC',
        fields: {
          summary: 'Beaconing from ws-0412',
          description: 'Connections to hxxp://evil[.]example every 60 s',
          updated: '2026-03-04T10:15:30.5+0100',
          project: { id: 10002, key: 'SEC', name: 'Security' },
          priority: { id: '2', name: 'High' },
          status: { id: '10004', name: 'To Do' },
          labels: ['malware'],
        },
        complete: true,
      },
    ])
    expect(mustReread).toBe(false)
  })

  test('asks for the issue again where the delivery tells no version, and keeps what it holds', () => {
    const { changes, mustReread } = read(readFixture('jira/automation-jira-format'))
    expect(mustReread).toBe(true)
    expect(changes).toMatchObject([
      { version: { at: receivedAt }, complete: false, fields: { summary: 'Beaconing from ws-0412' } },
    ])
  })

  test('asks for the issue again where the delivery only names it', () => {
    const { changes, mustReread } = read(readFixture('jira/custom-data'))
    expect(mustReread).toBe(true)
    expect(changes).toMatchObject([{ kind: 'ticket-state', key: 'SEC-12', collection: 'SEC', fields: {} }])
    expect(read({ webhookEvent: 'worklog_created', timestamp: 1, worklog: { issueId: '10071' } })).toMatchObject({
      changes: [],
      mustReread: true,
    })
  })

  test.each([
    ['Cloud', { field: 'Custom word', fieldId: 'customfield_10050' }, 'customfield_10050'],
    ['Data Center', { field: 'priority' }, 'priority'],
  ])('tells when the fields changed that the changelog of %s names', (_, item, name) => {
    const fields = { updated: '2026-03-04T09:15:30.500+0000', summary: 'Beacon' }
    const issue = { id: '10072', key: 'SEC-13', fields }
    const { changes } = read({ timestamp: 1, issue, changelog: { items: [{ ...item, toString: 'High' }] } })
    expect(changes).toMatchObject([{ changedAt: { [name]: Date.parse('2026-03-04T09:15:30.500Z') } }])
    expect(read({ timestamp: 1, issue }).changes[0]).not.toHaveProperty('changedAt')
  })

  test('follows a move to another key and project', () => {
    expect(read(readFixture('jira/issue-moved')).changes).toMatchObject([
      { key: 'IR-3', url: 'https://acme.example/browse/IR-3', collection: 'IR', complete: true },
    ])
  })

  test('turns documents into text, and comments and attachments into changes of their own', () => {
    const { changes } = read(readFixture('jira/issue-with-documents'))
    const [state, comment, attachment, ...others] = changes
    expect(others).toEqual([])
    expect(state).toMatchObject({
      fields: {
        summary: 'Phishing mail',
        description: [
          'Mail',
          'From @Beth: click here <https://evil.example/login>',
          '<https://evil.example/card>2026-03-04',
          '198.51.100.7',
          '203.0.113.9',
          'Headers',
          'Received: from mx.example',
        ].join('\n'),
      },
    })
    expect(state).not.toHaveProperty('fields.comment')
    expect(state).not.toHaveProperty('fields.attachment')
    expect(state).not.toHaveProperty('fields.worklog')
    expect(comment).toEqual({
      kind: 'comment',
      id: '20001',
      version: { at: Date.parse('2026-03-04T10:26:41Z') },
      deleted: false,
      author: 'Beth',
      body: 'Seen on ws-0412',
    })
    expect(attachment).toEqual({
      kind: 'attachment',
      id: '30001',
      version: { at: Date.parse('2026-03-04T10:26:39Z') },
      deleted: false,
      fileName: 'mail.eml',
      size: 2048,
      mimeType: 'message/rfc822',
    })
  })

  test('knows a restricted comment for one that is not public, and the few fields beside it for a part', () => {
    const { changes, mustReread } = read(readFixture('jira/comment-restricted'))
    expect(changes).toMatchObject([
      { kind: 'ticket-state', complete: false, version: { at: 1772620100000 }, fields: { assignee: null } },
      { kind: 'comment', id: '20002', isPublic: false, body: 'For the response team only' },
    ])
    expect(mustReread).toBe(false)
  })

  test('tells apart public, internal and unknown comments of a service desk', () => {
    const publicity = (comment: JsonObject) =>
      read({ issue: { id: '1' }, comment: { id: '2', ...comment } }).ofKind('comment')[0]
    expect(publicity({ jsdPublic: true })).toMatchObject({ isPublic: true })
    expect(publicity({ jsdPublic: false })).toMatchObject({ isPublic: false })
    expect(publicity({})).not.toHaveProperty('isPublic')
  })

  test('keeps the comment of an event without an issue, and asks for the issue', () => {
    const { changes, mustReread } = read(readFixture('jira/comment-without-issue'))
    expect(changes).toMatchObject([
      { kind: 'comment', id: '10084', version: { at: Date.parse('2026-03-04T10:30:00Z') }, deleted: false },
    ])
    expect(mustReread).toBe(true)
  })

  test('stamps the deletion of a comment with the time of the event, and keeps its text', () => {
    const payload = { ...readFixture('jira/comment-without-issue'), webhookEvent: 'comment_deleted' }
    expect(read(payload).changes).toMatchObject([
      { kind: 'comment', version: { at: 1772620200000 }, deleted: true, body: 'Also seen: 192.0.2.44' },
    ])
  })

  test('takes of a deleted issue nothing but its deletion', () => {
    const payload = { ...readFixture('jira/issue-with-documents'), webhookEvent: 'jira:issue_deleted' }
    expect(read(payload).changes).toEqual([{ kind: 'ticket-deleted', version: { at: 1772620000500 } }])
  })

  test('reads attachments from the changelog, also where an item has no name', () => {
    const at = 1772620300000
    expect(read(readFixture('jira/attachments-changed')).ofKind('attachment')).toEqual([
      { kind: 'attachment', id: '30001', version: { at }, deleted: true },
      { kind: 'attachment', id: '30002', version: { at: 0 }, deleted: false, fileName: 'headers.txt' },
      { kind: 'attachment', id: '30003', version: { at: 0 }, deleted: false },
    ])
  })

  test('takes the deletion of an attachment from its own event where that names the issue', () => {
    const payload = {
      webhookEvent: 'attachment_deleted',
      timestamp: 5,
      attachment: { id: 30001, filename: 'mail.eml' },
    }
    expect(read(payload)).toMatchObject({ changes: [], mustReread: false })
    expect(read({ ...payload, issue: { id: '10072' } })).toMatchObject({
      changes: [{ kind: 'attachment', id: '30001', version: { at: 5 }, deleted: true, fileName: 'mail.eml' }],
      mustReread: true,
    })
  })

  test('makes nothing of an event that is about no ticket', () => {
    expect(read({ webhookEvent: 'sprint_started', timestamp: 1, sprint: { id: 1 } })).toMatchObject({
      changes: [],
      mustReread: false,
    })
  })

  test('bears any odd shape', () => {
    const shapes: JsonObject[] = [
      { issue: null },
      { issue: [] },
      { issue: { id: '1', fields: null } },
      { issue: { id: '1', fields: [] } },
      { issue: { id: '1', fields: { comment: null, attachment: 'x', description: { type: 'doc' } } } },
      { issue: { id: '1' }, comment: 'x', changelog: { items: {} } },
      { issue: { id: '1' }, comment: { id: {} }, attachment: {}, changelog: { items: [null, 'x', {}] } },
      { timestamp: '1', issue: { id: '1', fields: { updated: 'yesterday' } } },
    ]
    for (const shape of shapes) expect(() => read(shape)).not.toThrow()
  })

  test('reads the time zone of an update', () => {
    const at = (updated: string) => {
      const [state] = read({ issue: { id: '1', key: 'SEC-1', fields: { updated } } }).changes
      return state?.version.at
    }
    expect(at('2019-02-15T19:11:18.321-0800')).toBe(Date.parse('2019-02-16T03:11:18.321Z'))
    expect(at('2019-02-15T19:11:18+05:30')).toBe(Date.parse('2019-02-15T13:41:18.000Z'))
    expect(at('2019-02-15T19:11:18.123456Z')).toBe(Date.parse('2019-02-15T19:11:18.123Z'))
    expect(at('2019-02-15 19:11:18')).toBe(receivedAt)
  })
})
