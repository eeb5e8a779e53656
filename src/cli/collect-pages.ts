import type { Page, PageAsked } from '../domain/page'
import type { Screen } from './screen'

/** The most that the API answers at once. */
const largestPage = 200

/** Walks pages until `limit` items are there; says where more were left out. */
export async function collectPages<Item>(
  screen: Screen,
  limit: number,
  readPage: (page: PageAsked) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = []
  let next: string | null = null
  do {
    const asked: PageAsked = {
      limit: Math.min(largestPage, limit - items.length),
      ...(next !== null && { after: next }),
    }
    const page: Page<Item> = await readPage(asked)
    items.push(...page.items)
    next = page.items.length === 0 ? null : page.next
  } while (next !== null && items.length < limit)
  if (next !== null) screen.note(`only the first ${limit} are shown; --limit takes a higher number`)
  return items
}
