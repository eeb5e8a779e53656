import type { StateFiles } from '../stage/state-keeper'
import type { AccessRule } from './access-rule'
import type { PushSettings } from './push/pusher'
import type { Switches } from './switches'
import type { TransformMap } from './tables/staging'
import type { OAuthClient } from './tokens'

/** How a sandbox is set up; everything has a default. */
export interface ServiceNowSandboxOptions extends StateFiles {
  /** Default 0: any free port. */
  port?: number
  /** Default 127.0.0.1. */
  host?: string
  /** What accounts log in with; by default made from the seed. */
  password?: string
  /**
   * Of the integration user. Default `itil`, `sn_si.analyst`, `sn_ti.write` and `import_transformer`; without a role
   * `sn_si.…` security incidents hide.
   */
  roles?: string[]
  /** Access rules beside the platform's own. */
  rules?: AccessRule[]
  /** What instances differ in; see `Switches`. */
  switches?: Partial<Switches>
  /** Columns of their own, by table: `{ incident: ['u_soar_id'] }`. */
  columns?: Record<string, string[]>
  /** Transform maps beside or instead of the platform's own. */
  imports?: TransformMap[]
  /** The application that may ask for tokens; by default made from the seed. */
  client?: OAuthClient
  /** Business rules that exist from the start, and after each reset. */
  pushes?: PushSettings[]
  /** Pushes overtake each other. Default false. */
  shuffle?: boolean
  /** Default 1. */
  seed?: number
  /** Epoch milliseconds. Default the machine's clock. */
  now?: () => number
  /** Active from the start, and after each reset: `{"name": "latency", "ms": 200}`. */
  scenarios?: readonly unknown[]
}
