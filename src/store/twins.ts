import type { Kysely } from 'kysely'
import { type Statement, toStatement } from './statement'
import type { Tables } from './tables'

type Read = Kysely<Tables>

/** The pair of two small things inside a link; here an observable and its artifact. */
export interface Twin {
  linkId: string
  kind: 'observable' | 'ticket' | 'trigger'
  /** Source data identifier of the artifact. */
  ticketSide: string
  /** Artifact id in SOAR. */
  soarSide: string
}

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
      })
      .onConflict(conflict =>
        conflict.columns(['link_id', 'kind', 'ticket_side']).doUpdateSet({ soar_side: twin.soarSide }),
      ),
  )
}

/** Source data identifiers of the artifacts that SOAR has confirmed for a link. */
export async function twinIdentifiers(read: Read, linkId: string): Promise<Set<string>> {
  const rows = await read.selectFrom('twins').select('ticket_side').where('link_id', '=', linkId).execute()
  return new Set(rows.map(row => row.ticket_side))
}

export function deleteTwins(read: Read, linkId: string): Statement {
  return toStatement(read.deleteFrom('twins').where('link_id', '=', linkId))
}
