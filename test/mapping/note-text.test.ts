import { readHtml } from '../../src/mapping/html-text'
import { deletedNoteText, noteHeading, ticketNoteText } from '../../src/mapping/note-text'

describe('a note of SOAR in a ticket', () => {
  it('begins with our heading and tells author, title and text', () => {
    expect(ticketNoteText({ title: 'Summary', text: '**bad**', format: 'markdown', author: 'ada' })).toBe(
      `${noteHeading} by ada\n\nSummary\n\n**bad**`,
    )
  })

  it('leaves out what SOAR does not say, and keeps strangers from writing a heading of their own', () => {
    expect(ticketNoteText({ title: '', text: 'seen', format: 'text', author: null })).toBe(`${noteHeading}\n\nseen`)
    expect(ticketNoteText({ title: 'a\n\nb', text: 'c', format: 'text', author: 'x\ny' })).toBe(
      `${noteHeading} by x y\n\na b\n\nc`,
    )
  })

  it('says that it was deleted without saying what it was', () => {
    expect(deletedNoteText({ author: 'ada' })).toBe(`${noteHeading} by ada\n\nThis note was deleted in Splunk SOAR.`)
  })
})

describe('the text of an HTML note', () => {
  it.each([
    ['<p>one</p><p>two &amp; <b>three</b></p>', 'one\n\ntwo & three'],
    ['a<br/>b<BR>c', 'a\nb\nc'],
    ['<script>alert(1)</script>seen<style>p{}</style>', 'seen'],
    ['<ul><li>x</li><li>y</li></ul>', 'x\n\ny'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['&lt;b&gt; &unknown; &amp;lt;', '<b> &unknown; &lt;'],
    ['<a href="https://evil.example/x">click</a>', 'click'],
    ['open <p', 'open <p'],
    ['<!-- hidden -->shown', 'shown'],
    ['', ''],
  ])('%s', (html, text) => {
    expect(readHtml(html)).toBe(text)
  })

  it.each(['<', '<a', '<script>', '&', '<p', '\n '])('is read in one pass of many %j', part => {
    expect(readHtml(part.repeat(200_000)).length).toBeLessThanOrEqual(part.length * 200_000)
  })
})
