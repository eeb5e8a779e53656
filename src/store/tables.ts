import type { ColumnType, Selectable } from 'kysely'
import type { LinkRow } from './link-row'

/** Rows as they lie in the database. Times are epoch milliseconds; JSON is text. */
export interface Tables {
  receipts: ReceiptRow
  lanes: LaneRow
  links: LinkRow
  twins: TwinRow
  changes: ChangeRow
  jobs: JobRow
  attempts: AttemptRow
  mapping_versions: MappingVersionRow
  api_keys: ApiKeyRow
  ci_enrichment_results: ResultRow
  observable_enrichment_results: ResultRow
  threat_lookup_results: ResultRow
  duplicate_keys: DuplicateKeyRow
  idempotency_keys: IdempotencyKeyRow
  link_names: LinkNameRow
  result_names: ResultNameRow
  results_to_plan: ResultToPlanRow
  chores: ChoreRow
  users: UserRow
  audit_log: AuditRow
  checkpoints: CheckpointRow
  field_writes: FieldWriteRow
  backfills: BackfillRow
}

export interface ReceiptRow {
  id: string
  connection: string
  lane: string | null
  delivery_id: string | null
  version: number | null
  sha256: string
  event: string | null
  state: string
  reason: string | null
  received_at: number
  processed_at: number | null
  headers: string
  body: Buffer
}

export interface LaneRow {
  lane: string
  connection: string
  wanted: number
  holder: string | null
  fence: number
  lease_until: number | null
  digested_at: number
}

export interface TwinRow {
  link_id: string
  kind: string
  ticket_side: string
  soar_side: string
  created_at: number
  /** Of what the original says, and of what its copy was made to say; empty for artifacts. */
  sha256: string
  copy_sha256: string
  /** The side it was made on. */
  origin: string
}

export interface ChangeRow {
  id: string
  lane: string
  link_id: string
  receipt_id: string | null
  kind: string
  identity: string
  version_at: number
  detail: string
  decisions: string
  mapping_version: string
  created_at: number
}

export interface JobRow {
  id: string
  op_id: string
  lane: string
  link_id: string
  connection: string
  target: string
  kind: string
  command: string
  state: string
  fence: number
  tries: number
  next_at: number
  sent_at: number | null
  unknown_at: number | null
  late_sweep_at: number | null
  reason: string | null
  mapping_version: string
  created_at: ColumnType<number, number, never>
  updated_at: number
}

export interface AttemptRow {
  id: string
  job_id: string
  lane: string
  purpose: string
  fence: number
  started_at: number
  ended_at: number
  outcome: string
  code: string | null
  message: string | null
  exchanges: string
}

export interface MappingVersionRow {
  connection: string
  version: string
  text: string
  source: string
  activated_at: number
}

export interface ApiKeyRow {
  id: string
  name: string
  digest: string
  roles: string
  tenant: string
  allow_ips: string
  created_at: number
  expires_at: number | null
  revoked_at: number | null
  last_used_at: number | null
  replaces: string | null
}

export interface UserRow {
  id: string
  name: string
  password: string
  roles: string
  tenant: string
  created_at: ColumnType<number, number, never>
  updated_at: number
  disabled_at: number | null
  last_used_at: number | null
}

export interface AuditRow {
  tenant: string
  seq: number
  id: string
  at: number
  caller: string
  action: string
  subject: string
  detail: string
  hash: string
}

/** What a script posted; the three kinds of result lie alike. */
export interface ResultRow {
  id: string
  tenant: string
  /** The observable or CI that it is about, as posted. */
  subject: string | null
  /** JSON: the columns of its table. */
  record: string
  /** JSON: what its table has no column for. */
  unknown: string
  created_by: string
  created_at: number
  updated_by: string
  updated_at: number
  mod_count: number
  link_id: string | null
  /** Why it has no link; null where it has one, or was not looked at yet. */
  unlinked_reason: string | null
}

export interface DuplicateKeyRow {
  tenant: string
  kind: string
  key: string
  result_id: string
}

export interface IdempotencyKeyRow {
  tenant: string
  key: string
  sha256: string
  answer: string
  expires_at: number
}

/** What a result may call a link by. */
export interface LinkNameRow {
  name: string
  tenant: string
  link_id: string
}

/** What a result without a link calls the one it waits for; `due` counts the reasons to look again. */
export interface ResultNameRow {
  result_id: string
  name: string
  kind: string
  tenant: string
  due: number
}

/** A result that has a link and no job yet. */
export interface ResultToPlanRow {
  lane: string
  stored_at: number
  result_id: string
  kind: string
  /** 1: its ticket knows it already. */
  is_again: number
}

/** Work that is done once, and how far it is. */
export interface ChoreRow {
  name: string
  position: string
  is_done: number
}

/** Where the reading of a collection goes on. */
export interface CheckpointRow {
  connection: string
  collection: string
  at: number
  id: string
}

export interface FieldWriteRow {
  id: string
  link_id: string
  field: string
  side: string
  value: string
  cause: string
  job_id: string | null
  mapping_version: string
  at: number
}

export interface BackfillRow {
  id: string
  connection: string
  since: number
  query: string
  /** So many tickets at most. */
  most: number | null
  state: string
  reason: string | null
  /** JSON: where reading goes on. */
  position: string
  total: number | null
  read: number
  entered: number
  failed: number
  /** JSON: which ticket, and why. */
  first_failure: string | null
  created_at: number
  updated_at: number
}

export type Row<Table extends keyof Tables> = Selectable<Tables[Table]>
