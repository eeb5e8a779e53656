import type { Request } from 'express'

/** Which part of a list a request asks for. */
export interface Page {
  startAt: number
  maxResults: number
}

/** Reads `startAt` and `maxResults`; what is missing, no number or too much becomes what Jira makes of it. */
export function readPage(query: Request['query'], limits: { size: number; max: number }): Page {
  const startAt = Math.max(0, Math.trunc(Number(query.startAt ?? 0)) || 0)
  const asked = Math.trunc(Number(query.maxResults ?? limits.size))
  const isUsable = Number.isFinite(asked) && asked >= 0
  return { startAt, maxResults: Math.min(isUsable ? asked : limits.size, limits.max) }
}

export function cutPage<Item>(items: readonly Item[], { startAt, maxResults }: Page): Item[] {
  return items.slice(startAt, startAt + maxResults)
}

/** Jira's page of `values`, with the address of the next one. */
export function wrapPage<Item>(
  items: readonly Item[],
  page: Page,
  options: { url: string; show: (item: Item) => unknown },
): Record<string, unknown> {
  const { startAt, maxResults } = page
  const total = items.length
  const end = startAt + maxResults
  const isLast = end >= total || maxResults === 0
  const locate = (from: number) => `${options.url}?startAt=${from}&maxResults=${maxResults}`
  return {
    self: locate(startAt),
    ...(isLast ? {} : { nextPage: locate(end) }),
    maxResults,
    startAt,
    total,
    isLast,
    values: cutPage(items, page).map(options.show),
  }
}
