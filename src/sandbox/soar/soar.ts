import { readFirstToken } from './administration/credentials'
import { loadAdministration, snapshotAdministration } from './administration/state'
import { type Automation, createAutomation } from './automation/automation'
import { snapshotAutomation } from './automation/state'
import { loadContent, snapshotContent } from './content/state'
import type { JsonObject } from './json'
import { createModels, type Models } from './models'
import { readSwitches, type SoarSandboxOptions, type SoarState, type Switches } from './options'
import type { Row } from './table'
import { createTables, type Tables } from './tables'

/** All that the endpoints stand on: the objects, how they are queried, and the switches. */
export interface Soar {
  switches: Switches
  /** The automation user's, at the start and after a reset. */
  token: string
  tables: Tables
  models: Models
  automation: Automation
  snapshot(): SoarState
  /** Replaces all containers, artifacts and what hangs on them; administration too where the state has it. */
  load(state: SoarState): void
}

export const EMPTY_STATE: SoarState = { containers: [], artifacts: [], next: { container: 1, artifact: 1 } }

export function createSoar(options: SoarSandboxOptions): Soar {
  const switches = readSwitches(options)
  const tables = createTables(switches)
  const automation = createAutomation(options, tables)
  let { token } = options
  const load = (state: SoarState): void => {
    // Whoever was told the token at the start keeps it through resets.
    loadAdministration(tables, { ...options, ...(token !== undefined && { token }) }, state.administration)
    token ??= readFirstToken(tables)
    tables.container.load(state.containers.filter(hasId), state.next.container)
    tables.artifact.load(state.artifacts.filter(hasId), state.next.artifact)
    loadContent(tables, options, state.content)
    automation.load(state.automation)
  }
  load(options.state ?? EMPTY_STATE)
  return {
    switches,
    token: readFirstToken(tables),
    tables,
    models: createModels(tables, switches.pageBeyondEnd),
    automation,
    snapshot: () => snapshot(tables),
    load,
  }
}

function snapshot(tables: Tables): SoarState {
  const { container, artifact } = tables
  return {
    containers: [...container.rows()],
    artifacts: [...artifact.rows()],
    next: { container: container.nextId, artifact: artifact.nextId },
    content: snapshotContent(tables),
    administration: snapshotAdministration(tables),
    automation: snapshotAutomation(tables),
  }
}

function hasId(row: JsonObject): row is Row {
  return typeof row.id === 'number'
}
