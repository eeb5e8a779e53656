import { holds } from '../../src/mapping/condition'
import type { Condition } from '../../src/mapping/rules-basics'
import { aTicketWith } from '../builders/a-ticket'

const ticket = aTicketWith({
  priority: { name: 'High' },
  labels: ['phishing', 'vip'],
  description: 'A Phishing mail',
  empty: '',
  nothing: null,
  state: 3,
})

describe('a condition', () => {
  it.each<[string, Condition, boolean]>([
    ['equals, without case', { field: 'priority', equals: 'high' }, true],
    ['does not equal', { field: 'priority', equals: 'low' }, false],
    ['equals a number that a ticket sends as such', { field: 'state', equals: '3' }, true],
    ['is one of several', { field: 'priority', in: ['Highest', 'HIGH'] }, true],
    ['is none of several', { field: 'priority', in: ['Low'] }, false],
    ['contains a member of a list', { field: 'labels', contains: 'VIP' }, true],
    ['contains only whole members of a list', { field: 'labels', contains: 'phish' }, false],
    ['contains a part of a text', { field: 'description', contains: 'phishing' }, true],
    ['exists', { field: 'priority', exists: true }, true],
    ['does not exist when empty', { field: 'empty', exists: true }, false],
    ['does not exist when null', { field: 'nothing', exists: false }, true],
    ['does not exist when absent', { field: 'absent', exists: false }, true],
    ['never equals when absent', { field: 'absent', equals: '' }, false],
    [
      'joins with and',
      {
        and: [
          { field: 'state', equals: '3' },
          { field: 'labels', contains: 'vip' },
        ],
      },
      true,
    ],
    [
      'joins with and, all of them',
      {
        and: [
          { field: 'state', equals: '3' },
          { field: 'state', equals: '4' },
        ],
      },
      false,
    ],
    [
      'joins with or',
      {
        or: [
          { field: 'state', equals: '4' },
          { field: 'state', equals: '3' },
        ],
      },
      true,
    ],
    ['turns around with not', { not: { field: 'state', equals: '4' } }, true],
    ['asks for facts of the ticket itself', { field: 'ticket.key', equals: 'SEC-42' }, true],
    ['asks whether the ticket was deleted', { field: 'ticket.deleted', equals: 'false' }, true],
    ['takes a name of Object.prototype for a field that is absent', { field: 'toString', exists: true }, false],
  ])('%s', (_what, condition, expected) => {
    expect(holds(condition, ticket)).toBe(expected)
  })
})
