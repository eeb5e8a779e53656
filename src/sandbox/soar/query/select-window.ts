/**
 * `items` from `start` to `end` of their order, without sorting the rest: parts that lie outside are left as they are. The
 * order must be total. Takes time linear to the items plus the sorting of the window.
 */
export function selectWindow<Item>(
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
  window: { start: number; end: number },
): Item[] {
  const sorted = [...items]
  const open = [{ from: 0, to: sorted.length }]
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const { from, to } = part
    if (to - from < 2 || to <= window.start || from >= window.end) continue
    const middle = partition(sorted, compare, part)
    open.push({ from, to: middle }, { from: middle + 1, to })
  }
  return sorted.slice(window.start, window.end)
}

/** Puts one item where it belongs, with the lower ones before it. Chosen at random: no order of items makes it slow. */
function partition<Item>(
  items: Item[],
  compare: (a: Item, b: Item) => number,
  { from, to }: { from: number; to: number },
): number {
  const chosen = from + Math.floor(Math.random() * (to - from))
  const pivot = items[chosen] as Item
  items[chosen] = items[to - 1] as Item
  let border = from
  for (let at = from; at < to - 1; at += 1) {
    const item = items[at] as Item
    if (compare(item, pivot) >= 0) continue
    items[at] = items[border] as Item
    items[border] = item
    border += 1
  }
  items[to - 1] = items[border] as Item
  items[border] = pivot
  return border
}
