import type { Screen } from './screen'

export interface Column<Item> {
  title: string
  value(item: Item): string | number | null
}

const longestCell = 60

/** A table for people, one JSON object a line for machines (a pipe, or `isJson`). */
export function showItems<Item>(
  screen: Screen,
  { items, columns, isJson }: { items: readonly Item[]; columns: readonly Column<Item>[]; isJson: boolean },
): void {
  if (isJson || !screen.isTerminal) {
    for (const item of items) screen.say(JSON.stringify(item))
    return
  }
  if (items.length === 0) return screen.note('nothing found')
  for (const line of tableLines(items, columns)) screen.say(line)
}

export function tableLines<Item>(items: readonly Item[], columns: readonly Column<Item>[]): string[] {
  const rows = [
    columns.map(({ title }) => title),
    ...items.map(item => columns.map(({ value }) => cellOf(value(item)))),
  ]
  const widths = columns.map((_, index) => Math.max(...rows.map(row => row[index]?.length ?? 0)))
  return rows.map(row =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

function cellOf(value: string | number | null): string {
  const text = printable(String(value ?? '-'))
  return text.length <= longestCell ? text : `${text.slice(0, longestCell - 1)}…`
}

/** Names and reasons come from outside: control characters would steer the terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?')
}
