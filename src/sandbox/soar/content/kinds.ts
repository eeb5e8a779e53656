import type { Soar } from '../soar'
import { describeAttachments } from './attachment'
import { describeComments } from './comment'
import { describeEvidence } from './evidence'
import { describeNotes } from './note'
import { describePhases } from './phase'
import { describePins } from './pin'
import type { Kind } from './records'
import { describeTasks } from './task'
import { describeTemplates } from './workbook'

/** All that belongs to a container, and the workbooks that cases are made with. */
export function describeKinds(soar: Soar): Kind[] {
  const workbooks = [describeTemplates(soar), describePhases(soar), describeTasks(soar)]
  return [
    describeNotes(soar),
    describeComments(soar),
    describePins(soar),
    describeAttachments(soar),
    describeEvidence(soar),
    ...workbooks,
    // The older name of workbooks.
    ...workbooks.map(kind => ({ ...kind, path: kind.path.replace('workbook_', 'workflow_') })),
  ]
}
