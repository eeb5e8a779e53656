import { renderEach, renderTemplate } from '../../src/mapping/template'
import { aTicketWith } from '../builders/a-ticket'

/** `${…}`, written so that nobody takes it for a template literal. */
const dollar = (inner: string) => `\${${inner}}`
const ticket = aTicketWith({
  priority: { name: 'High' },
  labels: ['a', 'b'],
  tricky: `{ticket.key} ${dollar('x')} {{y}}`,
})

describe('a template', () => {
  it.each([
    ['{ticket.key}: {summary}', 'SEC-42: Beacon to a strange host'],
    ['{priority.name}/{priority}', 'High/High'],
    ['{labels}', 'a, b'],
    ['{absent}', ''],
    ['no placeholder', 'no placeholder'],
  ])('fills %j', (template, expected) => {
    expect(renderTemplate(template, ticket).text).toBe(expected)
  })

  it.each([
    '{{constructor.constructor("x")()}}',
    '{{summary}}',
    dollar('summary'),
    '%s%n',
    '{a b}',
    '{}',
    '{..}',
    '{summary',
    'summary}',
    '#{7*7}',
    '<%= 1 %>',
  ])('leaves %j as it is written', template => {
    expect(renderTemplate(template, ticket).text).toBe(template)
  })

  it('never reads again what it filled in', () => {
    expect(renderTemplate('{tricky}', ticket).text).toBe(`{ticket.key} ${dollar('x')} {{y}}`)
  })

  it('finds nothing behind names of Object.prototype', () => {
    expect(renderTemplate('{constructor.name}{toString}', ticket).text).toBe('')
  })

  it('is left out of a named set where the ticket fills none of its placeholders', () => {
    expect(renderEach({ fixed: 'x', some: '{absent}{priority}', none: '{absent}' }, ticket)).toEqual({
      fixed: 'x',
      some: 'High',
    })
  })
})
