import type { Json } from '../../src/domain/json'
import { textIn } from '../../src/mapping/text-in'
import { findTlp } from '../../src/mapping/tlp'

test.each<[Json, string[]]>([
  ['one', ['one']],
  [
    { name: 'Sender', cef: { list: ['a', 1, null, true, { deep: 'b' }] } },
    ['name', 'Sender', 'cef', 'list', 'a', 'deep', 'b'],
  ],
  [7, []],
])('every string and key of %j', (value, texts) => {
  expect(textIn(value).split('\n').filter(Boolean)).toEqual(texts)
})

test('a key and its value are one marking', () => {
  expect(findTlp(textIn({ cef: { other: 'x', tlp: 'RED' } }))).toEqual(['red'])
})

test('takes values as deep as they come', () => {
  let value: Json = 'end'
  for (let depth = 0; depth < 100_000; depth += 1) value = [value]
  expect(textIn(value)).toBe('end')
})
