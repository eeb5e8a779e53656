import type { JsonObject } from './json'
import type { Model } from './model'
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
  /** Replaces all containers and artifacts. */
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
  const load = (state: SoarState): void => {
    tables.container.load(state.containers.filter(hasId), state.next.container)
    tables.artifact.load(state.artifacts.filter(hasId), state.next.artifact)
  }
  load(options.state ?? EMPTY_STATE)
  const models = createModels(tables)
  for (const model of Object.values<Model>({ ...models })) model.pageBeyondEnd = switches.pageBeyondEnd
  return {
    switches,
    tables,
    models,
    passwords: listPasswords(users),
    snapshot: () => snapshot(tables),
    load,
  }
}

function listPasswords(users: readonly SandboxUser[]): Map<string, string> {
  return new Map(users.flatMap(user => (user.password === undefined ? [] : [[user.username, user.password]])))
}

function snapshot({ container, artifact }: Tables): SoarState {
  return {
    containers: [...container.rows()],
    artifacts: [...artifact.rows()],
    next: { container: container.nextId, artifact: artifact.nextId },
  }
}

function hasId(row: JsonObject): row is Row {
  return typeof row.id === 'number'
}
