import { createHmac } from 'node:crypto'
import { isObject } from '../read-object'
import type { Site } from '../site'
import type { SortKey } from './jql-order'

/** Page tokens of one query: each remembers the last issue's place in the order, not a number of issues. */
export interface PageTokens {
  write(after: SortKey): string
  /** The place, or why the token is refused. */
  read(token: string): SortKey | string
}

const LIFE_MS = 7 * 24 * 60 * 60 * 1000
const INVALID = 'The provided nextPageToken is invalid or has expired.'

export function createPageTokens(site: Site, jql: string): PageTokens {
  const sign = (content: string) =>
    createHmac('sha256', site.token).update(`${jql}\n${content}`).digest('hex').slice(0, 16)
  return {
    write: after => {
      const content = JSON.stringify({ after, until: site.now() + LIFE_MS })
      return Buffer.from(`${sign(content)}${content}`).toString('base64url')
    },
    read: token => {
      const text = Buffer.from(token, 'base64url').toString('utf8')
      const content = text.slice(16)
      if (text.slice(0, 16) !== sign(content)) return INVALID
      const told: unknown = JSON.parse(content)
      const isAlive = isObject(told) && Number(told.until) >= site.now() && Array.isArray(told.after)
      return isAlive ? (told.after as SortKey) : INVALID
    },
  }
}
