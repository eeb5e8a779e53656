import { type Kysely, sql } from 'kysely'
import { type Statement, toStatement } from './statement'
import type { Row, Tables } from './tables'

type Read = Kysely<Tables>

/** Kinds of twins that are artifacts; their ticket side is the source data identifier. */
const artifactKinds = ['observable', 'ticket', 'trigger'] as const

/** The pair of two small things inside a link. */
export interface Twin {
  linkId: string
  /**
   * An artifact; a note and its comment; what somebody made of a copy, told as a note or comment of its own; a file and
   * its attachment; the bridge's own comment under a ticket.
   */
  kind: (typeof artifactKinds)[number] | 'note' | 'edit' | 'file' | 'status'
  /** Source data identifier of the artifact; id of the comment or the attachment. */
  ticketSide: string
  /** Id in SOAR. */
  soarSide: string
  /** Of what the original says; empty for artifacts. */
  sha256: string
  /** Of what its copy was made to say. */
  copySha256: string
  /** Of what it was made to say before that: webhooks come late. Kept when a twin is written again. */
  earlierCopies?: readonly string[]
  /** The side it was made on. */
  origin: 'ticket' | 'soar'
}

/** Hashes of a copy, the newest first, as they lie in one column; the last one may be cut. */
const longestCopies = 400
const asBefore = sql<string>`substr(excluded.copy_sha256 || ' ' || twins.copy_sha256, 1, ${sql.lit(longestCopies)})`

export function insertTwin(read: Read, twin: Twin, at: number): Statement {
  return toStatement(
    read
      .insertInto('twins')
      .values({
        link_id: twin.linkId,
        kind: twin.kind,
        ticket_side: twin.ticketSide,
        soar_side: twin.soarSide,
        created_at: at,
        sha256: twin.sha256,
        copy_sha256: twin.copySha256,
        origin: twin.origin,
      })
      .onConflict(conflict =>
        conflict.columns(['link_id', 'kind', 'ticket_side']).doUpdateSet({
          soar_side: twin.soarSide,
          sha256: twin.sha256,
          copy_sha256: asBefore,
        }),
      ),
  )
}

/** Source data identifiers of the artifacts that SOAR has confirmed for a link. */
export async function twinIdentifiers(read: Read, linkId: string): Promise<Set<string>> {
  const rows = await read
    .selectFrom('twins')
    .select('ticket_side')
    .where('link_id', '=', linkId)
    .where('kind', 'in', artifactKinds)
    .execute()
  return new Set(rows.map(row => row.ticket_side))
}

/** Of a link, those that are no artifacts, oldest first. */
export async function talkTwins(read: Read, linkId: string): Promise<Twin[]> {
  const rows = await read
    .selectFrom('twins')
    .selectAll()
    .where('link_id', '=', linkId)
    .where('kind', 'in', ['note', 'edit', 'file', 'status'])
    .execute()
  return rows.sort((one, other) => one.created_at - other.created_at).map(toTwin)
}

function toTwin(row: Row<'twins'>): Twin {
  const [copySha256 = '', ...earlierCopies] = row.copy_sha256.split(' ')
  return {
    linkId: row.link_id,
    kind: row.kind as Twin['kind'],
    ticketSide: row.ticket_side,
    soarSide: row.soar_side,
    sha256: row.sha256,
    copySha256,
    earlierCopies: earlierCopies.filter(hash => hash !== ''),
    origin: row.origin as Twin['origin'],
  }
}

/** All of a link, or those of what was made on one side. */
export function deleteTwins(read: Read, linkId: string, origin?: Twin['origin']): Statement {
  const ofLink = read.deleteFrom('twins').where('link_id', '=', linkId)
  return toStatement(origin === undefined ? ofLink : ofLink.where('origin', '=', origin))
}
