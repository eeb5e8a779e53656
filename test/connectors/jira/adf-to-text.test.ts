import { readText } from '../../../src/connectors/jira/adf-to-text'
import type { Json, JsonObject } from '../../../src/domain/json'

function doc(...content: Json[]): JsonObject {
  return { type: 'doc', version: 1, content }
}

describe('readText', () => {
  test('leaves wiki text alone', () => {
    expect(readText('h1. Title\n* one')).toBe('h1. Title\n* one')
  })

  test('knows nothing else', () => {
    for (const value of [undefined, null, 7, ['a'], { type: 'paragraph', content: [] }, { type: 'doc' }]) {
      expect(readText(value)).toBeUndefined()
    }
  })

  test('does not repeat an address that is its own text', () => {
    const marks = [{ type: 'link', attrs: { href: 'https://a.example' } }]
    expect(readText(doc({ type: 'paragraph', content: [{ type: 'text', text: 'https://a.example', marks }] }))).toBe(
      'https://a.example',
    )
  })

  test('puts the cells of a table on lines of their own', () => {
    const cell = (text: string) => ({
      type: 'tableCell',
      content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
    })
    const table = { type: 'table', content: [{ type: 'tableRow', content: [cell('198.51.100.7'), cell('open')] }] }
    expect(readText(doc(table))).toBe('198.51.100.7\nopen')
  })

  test('shows pictures by their address, marks by their text', () => {
    const content = [
      {
        type: 'mediaSingle',
        content: [{ type: 'media', attrs: { type: 'external', url: 'https://a.example/p.png' } }],
      },
      {
        type: 'paragraph',
        content: [
          { type: 'status', attrs: { text: 'OPEN' } },
          { type: 'emoji', attrs: { shortName: ':fire:' } },
        ],
      },
    ]
    expect(readText(doc(...content))).toBe('<https://a.example/p.png>\nOPEN:fire:')
  })

  test('bears nesting and breadth of any size', () => {
    let node: JsonObject = { type: 'text', text: 'deep' }
    for (let depth = 0; depth < 200_000; depth++) node = { type: 'blockquote', content: [node] }
    expect(readText(doc(node))).toBe('deep')
    const wide = Array.from({ length: 300_000 }, () => ({ type: 'text', text: 'x' }))
    expect(readText(doc({ type: 'paragraph', content: wide }))).toBe('x'.repeat(300_000))
  })

  test('bears odd nodes', () => {
    const odd = [
      null,
      'x',
      { type: 7 },
      { type: 'text' },
      { type: 'date', attrs: { timestamp: 'x' } },
      { content: 'x' },
    ]
    expect(readText(doc(...odd))).toBe('')
  })
})
