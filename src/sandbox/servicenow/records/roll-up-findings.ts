import { formatTime } from '../format-time'
import type { Instance } from '../instance'
import type { Switchboard } from '../switches'
import type { Row, Table } from '../tables/table'

/** The worst verdict first; without any of these an observable stays unknown. */
const VERDICTS = ['Malicious', 'Suspicious']

/** The newest result of each vendor makes the finding of the observable, unless somebody set it by hand. */
export function rollUpFindings(
  { instance, switches }: { instance: Instance; switches: Switchboard },
  table: Table,
  row: Row,
): void {
  const observable = instance.findRow('sn_ti_observable', row.observable ?? '')
  const isCounted = table.name === 'sn_ti_lookup_result' && switches.read().findingsRollUp
  if (!isCounted || observable === undefined || observable.has_manual_finding_override === 'true') return
  const results = instance.findRowsBy(table.name, 'observable', observable.sys_id ?? '') ?? []
  const newest = new Map(results.map(result => [result.source_engine ?? '', result.finding ?? '']))
  const finding = judge([...newest.values()])
  if (finding === observable.finding) return
  instance.putRow('sn_ti_observable', {
    ...observable,
    finding,
    sys_mod_count: String(Number(observable.sys_mod_count) + 1),
    sys_updated_on: formatTime(instance.now()),
    sys_updated_by: 'system',
  })
}

function judge(findings: string[]): string {
  const worst = VERDICTS.find(verdict => findings.includes(verdict))
  if (worst !== undefined) return worst
  return findings.length > 0 && findings.every(finding => finding === 'Clean') ? 'Clean' : 'Unknown'
}
