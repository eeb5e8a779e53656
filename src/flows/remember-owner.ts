import type { UnknownOwner } from '../domain/container-snapshot'
import type { Json, JsonObject } from '../domain/json'
import type { Link } from '../domain/link'

interface AskedOwner {
  side: UnknownOwner['side']
  /** What was written there. */
  written: JsonObject
  /** Who stood there before. */
  held: Json | undefined
  /** What that side did not know. */
  notes: readonly string[]
}

/** The link's container with what is now known of the owner: whether the side that was asked for him knows him. */
export function ownerAsked(
  container: Link['container'],
  { side, written, held = null, notes }: AskedOwner,
): Link['container'] {
  const { owner: asked } = written
  if (asked === undefined) return container
  const isUnknown = asked !== null && notes.length > 0
  return { ...container, unknownOwner: isUnknown ? { side, asked, held } : null }
}
