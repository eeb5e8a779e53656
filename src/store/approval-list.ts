import { type Kysely, sql } from 'kysely'
import type { ContainerSnapshot } from '../domain/container-snapshot'
import type { Visible } from './lists'
import type { Row, Tables } from './tables'

const columns = ['id', 'connection', 'ticket_id', 'ticket_key', 'soar_connection', 'container_id', 'container'] as const

export interface ApprovalFilter {
  /** Only links where somebody is asked now. */
  isPending: boolean
  visible: Visible
  /** Only this link and older ones. */
  upTo: string | null
  limit: number
}

export type ApprovalLink = Omit<Pick<Row<'links'>, (typeof columns)[number]>, 'container'> & {
  approvals: ContainerSnapshot['approvals']
}

/** Links whose containers have approvals, newest first. */
export async function listApprovalLinks(read: Kysely<Tables>, filter: ApprovalFilter): Promise<ApprovalLink[]> {
  const { isPending, visible, upTo, limit } = filter
  const rows = await read
    .selectFrom('links')
    .select(columns)
    .where(isPending ? sql<boolean>`approvals = 'pending'` : sql<boolean>`approvals is not null`)
    .$if(visible !== null, q => q.where('connection', 'in', visible ?? []))
    .$if(upTo !== null, q => q.where('id', '<=', upTo ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ container, ...row }) => ({
    ...row,
    approvals: (JSON.parse(container) as ContainerSnapshot).approvals,
  }))
}
