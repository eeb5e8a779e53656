import type { Clock } from '../../../domain/clock'
import { readId } from '../answer'
import { readText } from '../automation/read-record'
import { createKnownRecords, type KnownRecords } from './known-records'

/** What records of one SOAR refer to by number. */
export interface Directory {
  /** E-mail address, else user name. */
  users: KnownRecords<string>
  /** `repository/name`. */
  playbooks: KnownRecords<string>
  /** Names of phases of workbooks. */
  phases: KnownRecords<string>
  /** Containers of actions. */
  actionContainers: KnownRecords<string>
  /** Containers of playbook runs. */
  runContainers: KnownRecords<string>
}

export function createDirectory(clock: Pick<Clock, 'now'>): Directory {
  return {
    users: createKnownRecords({
      path: '/rest/ph_user',
      flags: ['include_automation'],
      clock,
      describe: user => orNull(readText(user.email)) ?? orNull(readText(user.username)),
    }),
    playbooks: createKnownRecords({
      path: '/rest/playbook',
      flags: ['pretty'],
      clock,
      describe: playbook =>
        orNull([readText(playbook._pretty_scm), readText(playbook.name)].filter(part => part !== '').join('/')),
    }),
    phases: createKnownRecords({
      path: '/rest/workbook_phase',
      clock,
      describe: phase => orNull(readText(phase.name)),
    }),
    actionContainers: createKnownRecords({
      path: '/rest/action_run',
      clock,
      describe: action => readId(action.container),
    }),
    runContainers: createKnownRecords({
      path: '/rest/playbook_run',
      clock,
      describe: run => readId(run.container),
    }),
  }
}

function orNull(text: string): string | null {
  return text === '' ? null : text
}
