import { checkMapping } from '../../src/mapping/check-mapping'
import { rulesFrom, shippedRules } from '../builders/some-rules'

const soar = { statuses: ['new', 'open', 'closed'], severities: ['high', 'medium', 'low'] }

describe('the way back, held against what the systems offer', () => {
  it('is right for a plain Jira', () => {
    const ticket = {
      statuses: ['To Do', 'In Progress', 'Done'],
      choices: { priority: ['Highest', 'High', 'Medium', 'Low'], resolution: ['Done', "Won't Do", 'Duplicate'] },
    }
    expect(checkMapping(shippedRules('jira'), { ticket, soar })).toEqual([])
  })

  it('names every word that a system does not offer, and where it stands', () => {
    const rules = rulesFrom(
      [
        'toTicket:',
        '  status: [{ soar: shut, to: [Gone, Away] }, { soar: open, to: [Nowhere, doing] }]',
        '  severity: [{ field: priority, values: { high: Huge, extreme: Low } }]',
        '  closing: [{ field: resolution, values: { x: Fixed }, otherwise: Odd }]',
      ].join('\n'),
    )
    const ticket = { statuses: ['Doing'], choices: { priority: ['Low'], resolution: ['Fixed'] } }
    const mistakes = checkMapping(rules, { ticket, soar })
    expect(mistakes.map(({ path }) => path)).toEqual([
      'toTicket.status[0].to',
      'toTicket.severity[0].values.high',
      'toTicket.closing[0].otherwise',
      'toTicket.status[0].soar',
      'toTicket.severity[0].values.extreme',
    ])
    expect(mistakes[0]?.message).toBe('the ticketing system offers Doing, and none of Gone, Away')
  })

  it('finds nothing wrong with what it could not read', () => {
    const rules = rulesFrom('toTicket: { status: [{ soar: shut, to: [Gone] }] }')
    expect(checkMapping(rules, { ticket: null, soar: null })).toEqual([])
    const unread = rulesFrom('toTicket: { severity: [{ field: constructor, values: { high: x } }] }')
    expect(checkMapping(unread, { ticket: { statuses: [], choices: {} }, soar })).toEqual([])
  })
})
