import { type UnknownOwner, withWritten } from '../domain/container-snapshot'
import type { Json, JsonObject } from '../domain/json'
import type { Link } from '../domain/link'

interface AskedOwner {
  side: UnknownOwner['side']
  /** What was asked for there. */
  asked: JsonObject
  /** Who stood there before. */
  held: Json | undefined
  /** What that side did not know. */
  notes: readonly string[]
}

/** The link's container with what is now known of the owner: whether the side that was asked for him knows him. */
export function ownerAsked(
  container: Link['container'],
  { side, asked: { owner }, held = null, notes }: AskedOwner,
): Link['container'] {
  if (owner === undefined) return container
  const isUnknown = owner !== null && notes.length > 0
  return { ...container, unknownOwner: isUnknown ? { side, asked: owner, held } : null }
}

/**
 * The container with what SOAR holds by now of what it was asked for: all but an owner whom it does not know. `besides`:
 * what stands there in another way than it was asked for.
 */
export function containerAsked(
  container: Link['container'],
  { asked, besides, notes, at }: Pick<AskedOwner, 'asked' | 'notes'> & { besides: JsonObject; at: number },
): { container: Link['container']; written: JsonObject } {
  const known = ownerAsked(container, { side: 'soar', asked, held: container.fields.owner?.value, notes })
  const { owner, ...others } = asked
  const written = owner !== undefined && known.unknownOwner ? others : asked
  return { container: withWritten(known, { ...written, ...besides }, at), written }
}
