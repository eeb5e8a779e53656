import type { Json } from '../../src/domain/json'
import { plainValues } from '../../src/mapping/plain-values'

describe('the plain values of a field', () => {
  it.each<[string, Json | undefined, string[]]>([
    ['a string, trimmed', ' High ', ['High']],
    ['a number', 3, ['3']],
    ['yes or no', false, ['false']],
    ['nothing where it is absent', undefined, []],
    ['nothing where it is null', null, []],
    ['nothing where it is empty', ' ', []],
    ['each member of a list', ['a', '', null, 'b'], ['a', 'b']],
    ['the value of a reference', { value: 'abc', link: 'https://x.example' }, ['abc']],
    ['the value beside its display value', { display_value: 'New', value: '1' }, ['1']],
    ['the display value where it stands alone', { display_value: 'New' }, ['New']],
    ['the name of a priority', { self: 'https://x.example', id: '3', name: 'Medium' }, ['Medium']],
    ['the name of a person', { accountId: '5b10', displayName: 'Mia Reed' }, ['Mia Reed']],
    [
      'the names of components',
      [
        { id: '1', name: 'mail' },
        { id: '2', name: 'web' },
      ],
      ['mail', 'web'],
    ],
    ['nothing of an object it does not know', { progress: 0, total: 0 }, []],
    ['nothing of nested objects', { value: { value: 'deep' } }, []],
  ])('are %s', (_what, value, expected) => {
    expect(plainValues(value)).toEqual(expected)
  })

  it('are the text of a rich-text document, with links and without mentions', () => {
    const link = { type: 'link', attrs: { href: 'http://evil.com/a' } }
    const document = {
      type: 'doc',
      version: 1,
      content: [
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'See ev' },
            { type: 'text', text: 'il.com', marks: [{ type: 'strong' }] },
          ],
        },
        {
          type: 'paragraph',
          content: [
            { type: 'mention', attrs: { id: '5b10', text: '@Mia' } },
            { type: 'text', text: 'here', marks: [link] },
          ],
        },
        { type: 'paragraph', content: [{ type: 'inlineCard', attrs: { url: 'http://evil.com/b' } }] },
      ],
    }
    const [text = ''] = plainValues(document)
    expect(text.split(/\s+/)).toEqual(['See', 'evil.com', 'here', 'http://evil.com/a', 'http://evil.com/b'])
  })

  it('survive a document of any depth', () => {
    let node: Json = { type: 'text', text: 'deep' }
    for (let depth = 0; depth < 100_000; depth++) node = { type: 'listItem', content: [node] }
    expect(plainValues({ type: 'doc', content: [node] })).toEqual(['deep'])
  })
})
