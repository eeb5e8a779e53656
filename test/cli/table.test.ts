import type { Screen } from '../../src/cli/screen'
import { type Column, printable, showItems } from '../../src/cli/table'

interface Fruit {
  name: string
  grams: number | null
}

const columns: Column<Fruit>[] = [
  { title: 'NAME', value: fruit => fruit.name },
  { title: 'GRAMS', value: fruit => fruit.grams },
]
const items = [
  { name: 'apple', grams: 180 },
  { name: 'fig', grams: null },
]

function show(options: { isTerminal: boolean; isJson?: boolean; items?: Fruit[] }): {
  said: string[]
  noted: string[]
} {
  const said: string[] = []
  const noted: string[] = []
  const screen: Screen = {
    say: line => said.push(line),
    note: line => noted.push(line),
    isTerminal: options.isTerminal,
  }
  showItems(screen, { items: options.items ?? items, columns, isJson: options.isJson ?? false })
  return { said, noted }
}

describe('showItems', () => {
  it('draws a table on a terminal', () => {
    expect(show({ isTerminal: true }).said).toEqual(['NAME   GRAMS', 'apple  180', 'fig    -'])
  })

  it('writes one JSON object a line in a pipe, and on a terminal when asked', () => {
    const lines = ['{"name":"apple","grams":180}', '{"name":"fig","grams":null}']
    expect(show({ isTerminal: false }).said).toEqual(lines)
    expect(show({ isTerminal: true, isJson: true }).said).toEqual(lines)
  })

  it('says so beside the output where there is nothing', () => {
    expect(show({ isTerminal: true, items: [] })).toEqual({ said: [], noted: ['nothing found'] })
    expect(show({ isTerminal: false, items: [] })).toEqual({ said: [], noted: [] })
  })

  it('keeps names from steering the terminal, and cuts long ones', () => {
    const { said } = show({ isTerminal: true, items: [{ name: `\u001b[2J${'x'.repeat(100)}`, grams: 1 }] })
    expect(said[1]).toMatch(/^\?\[2Jx{55}… {2}1$/)
  })
})

test('control and direction characters are not printed', () => {
  expect(printable('a\u001bb\nc\u202ed\u009b')).toBe('a?b?c?d?')
})
