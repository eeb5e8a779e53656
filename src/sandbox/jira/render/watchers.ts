import type { Issue, Person, Site } from '../site'
import { renderUser } from './user'

/** The field `watches`: how many there are, and whether who asks is one of them. */
export function renderWatches(site: Site, { key, watchers }: Issue, caller: Person | null): Record<string, unknown> {
  return {
    self: `${site.url}/rest/api/2/issue/${key}/watchers`,
    watchCount: watchers.length,
    isWatching: watchers.some(({ accountId }) => accountId === caller?.accountId),
  }
}

/** `GET …/watchers`: the same, and who they are. */
export function renderWatchers(site: Site, issue: Issue, caller: Person | null): Record<string, unknown> {
  const watchers = issue.watchers.map(person => renderUser(site, person))
  return { ...renderWatches(site, issue, caller), watchers }
}
