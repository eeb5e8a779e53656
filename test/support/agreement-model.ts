import { type EditedField, type SideName, type SideView, words } from './two-sides'

/** What somebody did, and between which moments it happened (epoch ms). */
export interface DoneEdit {
  side: SideName
  value: string
  from: number
  to: number
}

/**
 * The bridge may have heard of one edit before the other came, or of both at once, and neither system takes a write on
 * condition that nobody wrote since it was read: within this time either may be right.
 */
const raceMs = 10_000
/** Right ends of one field: what both may hold; whether each may keep its own. */
export interface RightEnds {
  agreed: string[]
  apart: { ticket: string; soar: string } | null
}

/** What edits of one field, in order, may end in. */
export function rightEnds(field: EditedField, edits: readonly DoneEdit[]): RightEnds {
  const last = edits.at(-1)
  if (last === undefined) return { agreed: [], apart: null }
  const [ofTicket, ofSoar] = (['ticket', 'soar'] as const).map(side => edits.findLast(edit => edit.side === side))
  const rival = last.side === 'ticket' ? ofSoar : ofTicket
  if (rival === undefined || ofTicket === undefined || ofSoar === undefined)
    return { agreed: [last.value], apart: null }
  const isHeld = field === 'description' && edits.some((edit, index) => wasRace(edit, edits.slice(0, index)))
  const agreed = wasRace(last, [rival]) ? [last.value, rival.value] : [last.value]
  return { agreed, apart: isHeld ? { ticket: ofTicket.value, soar: ofSoar.value } : null }
}

/** What two edits of one moment end in, where nobody else was at the field: what its policy says, and nothing else. */
export function endOfCollision(field: EditedField, ticket: string, soar: string): RightEnds {
  if (field === 'description') return { agreed: [], apart: { ticket, soar } }
  const rank = (value: string) => words.severity.indexOf(value)
  const won = { owner: soar, dueTime: ticket, severity: rank(ticket) > rank(soar) ? ticket : soar, status: 'either' }[
    field
  ]
  return { agreed: field === 'status' ? [ticket, soar] : [won], apart: null }
}

function wasRace(edit: DoneEdit, before: readonly DoneEdit[]): boolean {
  const rival = before.findLast(({ side }) => side !== edit.side)
  return rival !== undefined && edit.from - rival.to <= raceMs
}

/** What is wrong with a field; null where nothing is. */
export function mistakeIn(field: EditedField, ends: RightEnds, view: Record<SideName, SideView>): string | null {
  const [ticket, soar] = [view.ticket[field], view.soar[field]]
  const isAgreed = ticket === soar && (ends.agreed.length === 0 ? ends.apart === null : ends.agreed.includes(ticket))
  const isApart = ends.apart !== null && ends.apart.ticket === ticket && ends.apart.soar === soar
  return isAgreed || isApart ? null : `${field}: ticket ${ticket}, SOAR ${soar}; right is ${JSON.stringify(ends)}`
}
