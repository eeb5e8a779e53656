export interface Page {
  limit: number
  offset: number
}

/** The `Link` header of a page: first, previous, next and last, as far as there are. */
export function linkPages(address: string, { limit, offset }: Page, total: number): string {
  const last = limit === 0 ? 0 : Math.max(0, Math.floor((total - 1) / limit) * limit)
  const offsets: [string, number | undefined][] = [
    ['first', 0],
    ['prev', offset > 0 ? Math.max(0, offset - limit) : undefined],
    ['next', limit > 0 && offset + limit < total ? offset + limit : undefined],
    ['last', last],
  ]
  return offsets
    .flatMap(([rel, at]) => (at === undefined ? [] : [`<${moveTo(address, limit, at)}>;rel="${rel}"`]))
    .join(',')
}

function moveTo(address: string, limit: number, offset: number): string {
  const url = new URL(address)
  url.searchParams.set('sysparm_limit', String(limit))
  url.searchParams.set('sysparm_offset', String(offset))
  return url.href
}
