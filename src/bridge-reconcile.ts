import { required, type Systems } from './bridge-systems'
import type { ReconcileParts } from './flows/reconcile'

/** What reconciling reads from: the tickets and the containers of one configuration. */
export function reconcileSides({ tickets, soar }: Systems): Pick<ReconcileParts, 'sourceOf' | 'soarOf'> {
  return { sourceOf: name => tickets.get(name), soarOf: name => required(soar, name) }
}
