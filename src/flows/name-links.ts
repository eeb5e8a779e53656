import { newNamesOf } from '../mapping/link-names'
import type { Rules } from '../mapping/rules'
import { findChore, saveChore } from '../store/chores'
import type { Database } from '../store/database'
import { nameLink } from '../store/link-names'
import { linksAfter } from '../store/links'

export interface NameLinksParts {
  db: Pick<Database, 'read' | 'write'>
  /** Rules of a connection; undefined where it has none. */
  rulesOf(connection: string): Pick<Rules, 'observables'> | undefined
  /** A link got a name that results may wait for. */
  onNamed(): void
}

const chore = 'name-links'
/** Each is read whole. */
const linksAtOnce = 50

/**
 * One step through all links, which gives those of a time before names were kept the names that results find them by;
 * `done` once the last has them, for ever. A step that was lost is taken again: a name is only ever added.
 */
export async function nameLinks({ db, rulesOf, onNamed }: NameLinksParts): Promise<'more' | 'done'> {
  const { position, isDone } = await findChore(db.read, chore)
  if (isDone) return 'done'
  const links = await linksAfter(db.read, position, linksAtOnce)
  const isLast = links.length < linksAtOnce
  const names = links.flatMap(link => {
    const rules = rulesOf(link.connection)
    return rules === undefined ? [] : newNamesOf(undefined, link, rules).flatMap(name => nameLink(db.read, link, name))
  })
  await db.write([...names, saveChore(db.read, chore, { position: links.at(-1)?.id ?? position, isDone: isLast })])
  if (names.length > 0) onNamed()
  return isLast ? 'done' : 'more'
}
