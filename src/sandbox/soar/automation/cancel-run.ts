import { formatInstant } from '../instant'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { cancelAction } from './action'

/** Ends a run; one that is over already stays as it is. */
export function cancelRun(soar: Soar, run: Row, caller: Row): void {
  const underway = soar.automation.runs.get(run.id)
  if (underway === undefined) return
  underway.stop()
  soar.automation.runs.delete(run.id)
  for (const id of [...(soar.tables.actionRun.lookUp('playbook_run', run.id) ?? [])]) cancelAction(soar, id, caller)
  soar.tables.playbookRun.update(run, {
    status: soar.automation.switches.cancelledStatus,
    cancelled: `cancelled by ${String(caller.username)}`,
    message: 'Playbook run was cancelled',
    update_time: formatInstant(soar.automation.agenda.now()),
  })
}
