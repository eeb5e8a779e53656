import type { Person, Site } from '../site'

/** A user as issues, comments and webhooks show it. */
export function renderUser(site: Site, person: Person): Record<string, unknown> {
  const isCloud = site.flavor === 'cloud'
  const query = isCloud ? `accountId=${person.accountId}` : `username=${person.name}`
  const identity = isCloud
    ? { accountId: person.accountId, accountType: person.accountType }
    : { name: person.name, key: person.name, emailAddress: person.email }
  return {
    self: `${site.url}/rest/api/2/user?${query}`,
    ...identity,
    avatarUrls: renderAvatars(`${site.url}/secure/useravatar`),
    displayName: person.displayName,
    active: true,
    timeZone: person.timeZone,
  }
}

export function renderAvatars(url: string): Record<string, string> {
  const sizes = { '48x48': '', '24x24': 'size=small', '16x16': 'size=xsmall', '32x32': 'size=medium' }
  return Object.fromEntries(Object.entries(sizes).map(([size, query]) => [size, query ? `${url}?${query}` : url]))
}
