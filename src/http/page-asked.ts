import type { PageAsked } from '../domain/page'

const usualLimit = 50

/** The page that a list was asked for; numbers in a query are text. */
export function pageAsked({ limit, after }: { limit?: number; after?: string }): PageAsked {
  const asked = { limit: Number(limit ?? usualLimit) }
  return after === undefined ? asked : { ...asked, after }
}
