import type { JsonObject } from '../../domain/json'
import type { Defaults } from '../arguments'
import type { Screen } from '../screen'

/** One SOAR, as the commands `soarbridge soar …` use it. Records are as SOAR gave them. */
export interface SoarDesk {
  /** Records of one type, page after page. Filters are text: `name__icontains="x"`. `onTotal` is called once SOAR has counted. */
  query(asked: SoarQuestion, onTotal: (total: number) => void): AsyncIterable<JsonObject>
  get(type: string, id: string): Promise<JsonObject>
  /** Answers the id of the run. */
  startRun(asked: RunAsked): Promise<string>
  /** Each state that differs from the one before, to the end. */
  followRun(id: string): AsyncIterable<RunState>
  /** Those of automation too. */
  users(): Promise<DeskUser[]>
  approvals(): Promise<PendingApproval[]>
  upload(file: { containerId: string; name: string; bytes: Buffer }): Promise<{ id: string; sha256: string }>
}

export interface SoarQuestion {
  type: string
  filters: readonly string[]
  excludes: readonly string[]
  sort?: string
  order: 'asc' | 'desc'
}

export interface RunAsked {
  /** Id, name, or `repository/name`. */
  playbook: string
  containerId: string
  scope: 'new' | 'all'
  inputs: Readonly<Record<string, string>>
}

export interface RunState {
  status: string
  message: string | null
  isOver: boolean
  isGood: boolean
}

export interface DeskUser {
  id: string
  username: string
  type: string
  email: string | null
  roles: readonly string[]
  isActive: boolean
}

export interface PendingApproval {
  id: string
  container: string | null
  title: string
  asked: string | null
  /** Until it expires; negative afterwards, null where SOAR does not say. */
  minutesLeft: number | null
}

export interface SoarParts {
  screen: Screen
  defaults: Defaults
  /** The named connection, or the only one. Raises `misconfigured`, or `invalid` where a name is needed. */
  openSoar(configFile: string, connection: string | undefined): Promise<SoarDesk>
}
