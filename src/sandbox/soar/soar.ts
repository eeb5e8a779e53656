import type { JsonObject } from './json'
import { createModels, type Models } from './models'
import type { SandboxUser, SoarSandboxOptions, SoarState, Switches } from './options'
import { readSwitches } from './options'
import type { Row } from './table'
import { createTables, type Tables } from './tables'
import { describeUser, listUsers } from './user'
import { describeSeverities, describeStatuses } from './vocabulary'

/** All that the endpoints stand on: the objects, how they are queried, and the switches. */
export interface Soar {
  switches: Switches
  tables: Tables
  models: Models
  passwords: ReadonlyMap<string, string>
  snapshot(): SoarState
  /** Replaces everything; what the state does not hold is as at the start. */
  load(state: SoarState): void
}

export const EMPTY_STATE: SoarState = { containers: [], artifacts: [], next: { container: 1, artifact: 1 } }

export function createSoar(options: SoarSandboxOptions): Soar {
  const switches = readSwitches(options)
  const users = listUsers(options.users ?? [])
  const tables = createTables(switches)
  for (const user of users) tables.user.insert(describeUser(user))
  for (const severity of describeSeverities(options.severities)) tables.severity.insert(severity)
  for (const status of describeStatuses(options.statuses)) tables.status.insert(status)
  const fresh = snapshot(tables).tables
  const load = (state: SoarState): void => {
    tables.container.load(state.containers.filter(hasId), state.next.container)
    tables.artifact.load(state.artifacts.filter(hasId), state.next.artifact)
    loadOthers(tables, { ...fresh, ...state.tables })
  }
  load(options.state ?? EMPTY_STATE)
  return {
    switches,
    tables,
    models: createModels(tables),
    passwords: listPasswords(users),
    snapshot: () => snapshot(tables),
    load,
  }
}

function listPasswords(users: readonly SandboxUser[]): Map<string, string> {
  return new Map(users.flatMap(user => (user.password === undefined ? [] : [[user.username, user.password]])))
}

function snapshot({ container, artifact, ...others }: Tables): SoarState {
  return {
    containers: [...container.rows()],
    artifacts: [...artifact.rows()],
    next: { container: container.nextId, artifact: artifact.nextId },
    tables: Object.fromEntries(
      Object.entries(others).map(([name, table]) => [name, { rows: [...table.rows()], next: table.nextId }]),
    ),
  }
}

function loadOthers({ container: _, artifact: _1, ...others }: Tables, saved: NonNullable<SoarState['tables']>): void {
  for (const [name, table] of Object.entries(others)) {
    const rows = saved[name]?.rows
    if (rows !== undefined) table.load(rows.filter(hasId), saved[name]?.next)
  }
}

function hasId(row: JsonObject): row is Row {
  return typeof row.id === 'number'
}
