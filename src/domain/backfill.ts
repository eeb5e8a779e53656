/** `running` also while the bridge is down: it goes on with its start. `failed`: the ticketing system refused to be asked so. */
export const backfillStates = ['running', 'done', 'failed'] as const
export type BackfillState = (typeof backfillStates)[number]

/** What is to be read of a ticketing system's history. */
export interface BackfillWish {
  connection: string
  /** Epoch milliseconds: tickets changed since then. */
  since: number
  /** The vendor's own condition (JQL, encoded query); empty for none. */
  query: string
  /** So many tickets at most, the longest unchanged first; null for all. */
  most: number | null
}

/** One reading of a ticketing system's history, and how far it is. */
export interface Backfill extends BackfillWish {
  id: string
  state: BackfillState
  /** Why it failed. */
  reason: string | null
  /** Where reading goes on; moves when what a page entered is through. */
  position: { collection: string | null; after: { at: number; id: string } }
  /** How many tickets there are, where the system tells. */
  total: number | null
  /** Tickets read; of these, those that said more than was known; and those whose job is dead or whose receipt is in quarantine. */
  read: number
  entered: number
  failed: number
  firstFailure: { ticket: string; reason: string } | null
  createdAt: number
  updatedAt: number
}
