import type { JsonObject } from '../json'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { fullNameOf } from './playbook-record'
import type { SandboxPlaybook } from './script'

interface Ended {
  run: Row
  script: SandboxPlaybook
  status: 'success' | 'failed'
  /** Why it failed; empty where it did not. */
  text: string
}

/** The `message` of a finished run: JSON within a text, in the old or the new form; plain where it failed before any action. */
export function writeRunMessage(soar: Soar, { run, script, status, text }: Ended): string {
  const actions = [...(soar.tables.actionRun.lookUp('playbook_run', run.id) ?? [])].flatMap(
    id => soar.tables.actionRun.find(id) ?? [],
  )
  if (actions.length === 0 && text !== '') return text
  if (soar.automation.switches.runMessage === 'new') {
    const result = actions.map(action => ({ action: action.action ?? null, app_runs: listNew(soar, action) }))
    return JSON.stringify({ playbook: fullNameOf(script), result, ...(text !== '' && { message: text }) })
  }
  const result = actions.map(action => describeOld(soar, action))
  return JSON.stringify({ message: text, playbook_run_id: run.id, result, status })
}

function describeOld(soar: Soar, action: Row): JsonObject {
  const { id, name, create_time = null, close_time = null, status = null, message = null, type = null } = action
  const app_runs = listAppRuns(soar, action).map(app => ({
    action: app.action ?? null,
    action_run_id: id,
    app_message: app.message ?? null,
    app_name: app.app_name ?? null,
    app_run_id: app.id,
    asset_name: soar.automation.apps.findAsset(app.asset ?? null)?.name ?? '',
    parameter: JSON.stringify(parametersOf(app)[0] ?? {}),
    per_parameter_status: app.status ?? null,
  }))
  return {
    action: action.action ?? null,
    name: name ?? null,
    app_runs,
    close_time,
    create_time,
    id,
    message,
    status,
    type,
  }
}

function listNew(soar: Soar, action: Row): JsonObject[] {
  return listAppRuns(soar, action).map(app => ({
    app: app.app_name ?? null,
    parameter: parametersOf(app)[0] ?? {},
    status: app.status ?? null,
  }))
}

function listAppRuns({ tables }: Soar, action: Row): Row[] {
  return [...(tables.appRun.lookUp('action_run', action.id) ?? [])].flatMap(id => tables.appRun.find(id) ?? [])
}

function parametersOf({ result_data: results }: Row): JsonObject[] {
  return Array.isArray(results) ? results.map(result => (result as JsonObject).parameter as JsonObject) : []
}
