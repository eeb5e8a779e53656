import { formatTime } from '../format-time'
import type { Account } from '../instance'
import type { Row, Table } from '../tables/table'
import { deriveRow } from './derive'
import type { RecordParts } from './parts'
import { goesBack, refuseIntent } from './policies'
import type { Values } from './read-values'

/** What the record would become, or why it may not. */
export function foreseeUpdate(
  { instance, switches }: RecordParts,
  write: { table: Table; before: Row; values: Values; account: Account },
): { after: Row; refusal?: string } {
  const { table, before, values, account } = write
  const moment = { at: formatTime(instance.now()), by: account.sysId }
  const derive = (fields: Row) => deriveRow(table, { ...before, ...fields }, { ...moment, fields })
  const intent = { table, before, after: derive(values.fields), journals: values.journals }
  const refusal = refuseIntent(intent, switches.read())
  if (refusal !== undefined) return { after: before, refusal }
  const isIgnored = goesBack(intent, switches.read())
  return { after: isIgnored ? derive({ ...values.fields, state: before.state ?? '' }) : intent.after }
}
