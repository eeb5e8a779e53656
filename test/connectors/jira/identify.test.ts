import { identify } from '../../../src/connectors/jira/identify'
import { readFixture } from '../../support/read-fixture'

describe('identify', () => {
  test.each([
    ['automation-issue-itself', { isAboutTicket: true, ticketId: '10071', key: 'SEC-12', version: expect.any(Number) }],
    ['automation-jira-format', { isAboutTicket: true, ticketId: '10071', key: 'SEC-12' }],
    ['custom-data', { isAboutTicket: true, key: 'SEC-12' }],
    [
      'comment-without-issue',
      { isAboutTicket: true, ticketId: '10013', event: 'comment_updated', version: expect.any(Number) },
    ],
    [
      'issue-moved',
      { isAboutTicket: true, ticketId: '10071', key: 'IR-3', event: 'jira:issue_updated', version: expect.any(Number) },
    ],
  ])('finds the issue in %s', (name, expected) => {
    expect(identify(readFixture(`jira/${name}`))).toEqual(expected)
  })

  test('finds an issue that custom data only names', () => {
    expect(identify({ issueId: 10071 })).toMatchObject({ isAboutTicket: true, ticketId: '10071' })
    expect(identify({ issueKey: 'SEC-12' })).toMatchObject({ isAboutTicket: true, key: 'SEC-12' })
    expect(identify({ issue: 'SEC-12' })).toMatchObject({ isAboutTicket: true, key: 'SEC-12' })
    expect(identify({ webhookEvent: 'worklog_created', worklog: { issueId: '10071' } })).toMatchObject({
      isAboutTicket: true,
      ticketId: '10071',
    })
  })

  test.each([
    'sprint_started',
    'board_created',
    'jira:version_released',
    'user_updated',
    'project_created',
    'issuelink_created',
    'issue_property_set',
    'option_voting_changed',
    'attachment_created',
  ])('takes %s without an issue for one about no ticket', webhookEvent => {
    expect(identify({ webhookEvent, timestamp: 1, key: 'SEC-12', id: 5 })).toEqual({
      isAboutTicket: false,
      event: webhookEvent,
      version: 1,
    })
  })

  test('takes an attachment event with an issue for one about it', () => {
    const payload = { webhookEvent: 'attachment_created', issue: { id: '10071' }, attachment: { id: '1' } }
    expect(identify(payload)).toMatchObject({ isAboutTicket: true, ticketId: '10071' })
  })

  test.each([
    ['no known shape', { hello: 'world' }],
    ['an id that is no id', { webhookEvent: 'jira:issue_updated', issue: { id: '../1', key: 'x' } }],
    ['an unknown event', { webhookEvent: 'something_new', id: 7 }],
    ['an id that JSON cannot hold exactly', { issue: { id: 1e21 } }],
    ['a comment with an address of another form', { webhookEvent: 'comment_created', comment: { self: 'x' } }],
    ['a comment whose address holds a key', { comment: { self: 'https://j/rest/api/2/issue/A-1/comment/2' } }],
    ['an empty body', {}],
  ])('names no ticket but expects one for %s', (_, payload) => {
    const facts = identify(payload)
    expect(facts).toMatchObject({ isAboutTicket: true })
    expect(facts.ticketId).toBeUndefined()
    expect(facts.key).toBeUndefined()
  })

  test('cuts an event name of any length', () => {
    expect(identify({ webhookEvent: 'e'.repeat(10_000) }).event).toHaveLength(100)
  })
})
