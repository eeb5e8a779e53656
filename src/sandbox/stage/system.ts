import type { Fields } from './is-object'

/** What the control surface must be able to do with the system behind it. */
export interface System {
  /** Stands in its states: `soar`, `jira`, `servicenow`. */
  name: string
  /** All that it holds, as JSON. */
  snapshot(): Fields
  /** What anybody may read of it, and what is going on. */
  show(): Fields
  /** Replaces everything by a snapshot. Throws a `SetupError` for one that it cannot read. */
  load(snapshot: Fields): void
  /** Back to the state of the start; drops what is underway. */
  reset(): void | Promise<void>
}
