import type { Link } from '../domain/link'
import { containerName, newNamesOf } from '../mapping/link-names'
import type { Rules } from '../mapping/rules'
import type { Database } from '../store/database'
import { nameLink } from '../store/link-names'
import { saveLink } from '../store/links'
import type { Statement } from '../store/statement'

export interface LinkSaving {
  /** The link as it was read; undefined where it is new. */
  known: Link | undefined
  link: Link
  rules: Pick<Rules, 'observables'>
}

/** Saves a link with the names that results find it by; `isNamed` where it has one that it had not before. */
export function saveNamedLink(
  read: Database['read'],
  { known, link, rules }: LinkSaving,
): { statements: Statement[]; isNamed: boolean } {
  const names = newNamesOf(known, link, rules)
  const saved = saveLink(read, link, known?.revision ?? null)
  return { statements: [saved, ...names.flatMap(name => nameLink(read, link, name))], isNamed: names.length > 0 }
}

/** From now on results find the link by its container too. */
export function nameContainer(read: Database['read'], link: Link, containerId: string): Statement[] {
  return link.containerId === containerId ? [] : nameLink(read, link, containerName(containerId))
}
