import { findTlp, readTlp } from '../../src/mapping/tlp'
import { aTicketWith } from '../builders/a-ticket'

const places = { texts: ['labels', 'summary', 'description'], fields: ['marking'] }

describe('a TLP marking', () => {
  it.each([
    ['TLP:RED', ['red']],
    ['tlp:amber', ['amber']],
    ['TLP: GREEN', ['green']],
    ['TLP-GREEN', ['green']],
    ['tlp_clear', ['clear']],
    ['TLP:WHITE', ['clear']],
    ['[TLP:AMBER+STRICT] report', ['amber+strict']],
    ['TLP:AMBER-STRICT', ['amber+strict']],
    ['tlp amber strict', ['amber+strict']],
    ['TLP:*RED*', ['red']],
    ['TLP:{color:red}RED{color}', ['red']],
    ['**TLP:** **RED**', ['red']],
    ['TLP: `RED`', ['red']],
    ['| TLP | RED |', ['red']],
    ['TLP:\u200bRED', ['red']],
    ['TLP: "AMBER+STRICT"', ['amber+strict']],
    ['TLP:PINK', ['red']],
    ['TLP:GREEN, later TLP:AMBER', ['green', 'amber']],
    ['the TLP marking is missing', []],
    ['TLP:', []],
    ['xtlp:red', []],
    ['a red team exercise', []],
  ])('is read from %j', (text, expected) => {
    expect(findTlp(text)).toEqual(expected)
  })

  it('is the strictest of all that a ticket bears', () => {
    const ticket = aTicketWith({ labels: ['tlp:green'], description: 'TLP:AMBER' })
    expect(readTlp(ticket, places)).toBe('amber')
  })

  it('is red where a word is unknown, however mild the others are', () => {
    expect(readTlp(aTicketWith({ labels: ['TLP:CLEAR', 'TLP:PINK'] }), places)).toBe('red')
  })

  it.each([
    ['Amber+Strict', 'amber+strict'],
    ['TLP:GREEN', 'green'],
    ['white', 'clear'],
    ['whatever', 'red'],
  ])('may stand alone in a field made for it: %j', (marking, expected) => {
    expect(readTlp(aTicketWith({ marking }), places)).toBe(expected)
  })

  it('is missing where nobody marked the ticket', () => {
    expect(readTlp(aTicketWith({ labels: ['red', 'amber'] }), places)).toBeUndefined()
  })

  it('is found in one pass over a long text', () => {
    expect(findTlp('tlp'.repeat(100_000))).toEqual([])
  })
})
