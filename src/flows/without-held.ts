import type { MergedFields } from './merge-fields'
import type { HeldBack } from './way-back-watch'

/** What the ticketing system would not take waits; everything else goes. */
export function withoutHeld(
  wanted: MergedFields['wanted'],
  heldBack: HeldBack,
): Pick<MergedFields, 'wanted' | 'decisions'> {
  const reasons = Object.entries(heldBack).filter(([field]) => Object.hasOwn(wanted, field))
  const isFree = ([name]: [string, unknown]) => reasons.every(([field]) => field !== name)
  return {
    wanted: Object.fromEntries(Object.entries(wanted).filter(isFree)),
    decisions: reasons.map(([field, reason]) => ({ field, rule: `held: ${reason}` })),
  }
}
