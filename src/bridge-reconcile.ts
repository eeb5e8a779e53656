import { required, type Systems } from './bridge-systems'
import type { ReconcileParts } from './flows/reconcile'
import type { WayBackWatch } from './flows/way-back-watch'

/** What reconciling reads from: the tickets and the containers of one configuration. `wayBack` is missing where no server runs. */
export function reconcileSides(
  { tickets, soar }: Systems,
  wayBack?: Pick<WayBackWatch, 'heldBack'>,
): Pick<ReconcileParts, 'sourceOf' | 'soarOf'> {
  return {
    sourceOf: name => {
      const source = tickets.get(name)
      return source && { ...source, ...(wayBack && { heldBack: wayBack.heldBack(name) }) }
    },
    soarOf: name => required(soar, name),
  }
}
