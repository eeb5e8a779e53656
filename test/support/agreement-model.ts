import { type EditedField, type SideName, type SideView, words } from './two-sides'

/** What somebody did, and between which moments it happened (epoch ms). */
export interface DoneEdit {
  side: SideName
  value: string
  from: number
  to: number
}

/** The bridge may have heard of one edit before the other came, or of both at once: within this time either may be right. */
const raceMs = 4_000
/** Two edits that are so close were made of the same state: what the policy says is right, and nothing else. */
const collisionMs = 50

/** Right ends of one field: what both may hold; whether each may keep its own. */
export interface RightEnds {
  agreed: string[]
  apart: { ticket: string; soar: string } | null
}

/** What edits of one field, in order, may end in. A collision with quiet around it has one right end only. */
export function rightEnds(field: EditedField, edits: readonly DoneEdit[]): RightEnds {
  const last = edits.at(-1)
  if (last === undefined) return { agreed: [], apart: null }
  const [ofTicket, ofSoar] = (['ticket', 'soar'] as const).map(side => edits.findLast(edit => edit.side === side))
  const rival = last.side === 'ticket' ? ofSoar : ofTicket
  if (rival === undefined || ofTicket === undefined || ofSoar === undefined)
    return { agreed: [last.value], apart: null }
  const isClean = edits.every(edit => edit === last || edit === rival || last.from - edit.to > raceMs)
  const isCollision = isClean && last.from - rival.from < collisionMs
  if (field === 'description') {
    const isHeld = edits.some((edit, index) => wasRace(edit, edits.slice(0, index)))
    const apart = isHeld ? { ticket: ofTicket.value, soar: ofSoar.value } : null
    return { agreed: isCollision ? [] : [last.value], apart }
  }
  if (last.from - rival.to > raceMs) return { agreed: [last.value], apart: null }
  const won = winnerOf(field, { last, rival })
  if (isCollision) return { agreed: [won], apart: null }
  return { agreed: isClean ? [won, last.value] : [won, last.value, rival.value], apart: null }
}

function wasRace(edit: DoneEdit, before: readonly DoneEdit[]): boolean {
  const rival = before.findLast(({ side }) => side !== edit.side)
  return rival !== undefined && edit.from - rival.to <= raceMs
}

function winnerOf(field: EditedField, { last, rival }: { last: DoneEdit; rival: DoneEdit }): string {
  const of = (side: SideName) => (last.side === side ? last.value : rival.value)
  if (field === 'owner') return of('soar')
  if (field === 'dueTime') return of('ticket')
  if (field === 'severity') {
    const rank = (value: string) => words.severity.indexOf(value)
    return rank(last.value) > rank(rival.value) ? last.value : rival.value
  }
  return last.value
}

/** What is wrong with a field; null where nothing is. */
export function mistakeIn(field: EditedField, ends: RightEnds, view: Record<SideName, SideView>): string | null {
  const [ticket, soar] = [view.ticket[field], view.soar[field]]
  const isAgreed = ticket === soar && (ends.agreed.length === 0 ? ends.apart === null : ends.agreed.includes(ticket))
  const isApart = ends.apart !== null && ends.apart.ticket === ticket && ends.apart.soar === soar
  return isAgreed || isApart ? null : `${field}: ticket ${ticket}, SOAR ${soar}; right is ${JSON.stringify(ends)}`
}
