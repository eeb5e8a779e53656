import { createTable, type Table } from '../table'

/** What automation keeps, a table a kind. */
export interface AutomationTables {
  playbook: Table
  playbookRun: Table
  playbookRunLog: Table
  actionRun: Table
  appRun: Table
  approval: Table
}

export function createAutomationTables(): AutomationTables {
  return {
    playbook: createTable({ name: row => row.name ?? null }),
    playbookRun: createTable({ container: row => row.container ?? null, playbook: row => row.playbook ?? null }),
    playbookRunLog: createTable({ playbook_run: row => row.playbook_run ?? null }),
    actionRun: createTable({ container: row => row.container ?? null, playbook_run: row => row.playbook_run ?? null }),
    appRun: createTable({
      container: row => row.container ?? null,
      action_run: row => row.action_run ?? null,
      playbook_run: row => row.playbook_run ?? null,
    }),
    approval: createTable({ action_run: row => row.action_run ?? null, playbook_run: row => row.playbook_run ?? null }),
  }
}
