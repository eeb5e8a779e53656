import { namesField } from '../../src/mapping/names-field'
import { rulesFrom } from '../builders/some-rules'

describe('rules name a field', () => {
  it.each([
    ['as a source of tags', 'container: { tags: [{ from: watchers }] }'],
    ['by a part of it', 'container: { tags: [{ from: watchers.name }] }'],
    ['in a condition', 'skip: [{ name: x, when: { not: { field: watchers, exists: true } } }]'],
    ['as one of several paths', 'container: { owner: [assignee, watchers.emailAddress] }'],
    ['in a template', 'container: { customFields: { seen_by: "for {watchers.displayName}" } }'],
    ['in a template that goes back', 'toTicket: { customFields: { note: "{watchers}" } }'],
  ])('%s', (_, text) => {
    expect(namesField(rulesFrom(text), 'watchers')).toBe(true)
  })

  it.each([
    ['by another one that begins like it', 'container: { tags: [{ from: watchersCount }] }'],
    ['by a word', 'container: { tags: [{ use: watchers, when: { field: labels, contains: watchers } }] }'],
    ['by a text', 'container: { name: "watchers of {key} } watchers" }'],
    ['by saying nothing', ''],
  ])('not %s', (_, text) => {
    expect(namesField(rulesFrom(text), 'watchers')).toBe(false)
  })
})
