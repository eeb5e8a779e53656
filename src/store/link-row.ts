import type { ColumnType } from 'kysely'

/** A row of `links`: which ticket is which container. */
export interface LinkRow {
  id: string
  connection: string
  ticket_id: string
  ticket_key: string | null
  ticket_url: string | null
  collection: string | null
  soar_connection: string
  container_id: string | null
  sdi_prefix: string
  tenant: string
  state: string
  snapshot: string
  observables: string
  base: string
  revision: number
  created_at: ColumnType<number, number, never>
  updated_at: number
  /** JSON: what engines found. */
  findings: string
  /** JSON: what polls told of the container. */
  container: string
  /** `pending` where somebody is asked, `ended` where somebody was; for the list of approvals. */
  approvals: string | null
  role: string
  /** Null where the container was made for this ticket. */
  container_sdi: string | null
  left_container_id: string | null
}
