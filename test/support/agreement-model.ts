import { type EditedField, type SideName, words } from './two-sides'

/** Somebody, or the bridge, changed one field at one side. */
export interface Change {
  side: SideName
  by: 'person' | 'bridge'
  value: string
  /** Epoch milliseconds. */
  at: number
  /** When the bridge set about this write: what people do from here on it may write over, since neither system takes a write on condition. */
  readAt: number
  /** The latest time that its system may give it: SOAR tells when a container changed last, not which field of it did. */
  stampBy: number
}

/** What the bridge must know after a history; several where nobody can tell whether it looked in a moment of chance agreement. */
interface Knowledge {
  base: string
  /** What people said since the two last agreed, in order. */
  said: Record<SideName, Change[]>
}

export interface Judged {
  mistakes: string[]
  /** Edits that were made between the bridge's look and its write. */
  overwritten: number
  /** Whether the two sides may differ in the end. */
  mayDiffer: boolean
}

/** Whether each write of the bridge was right, by what people had said until then and by the field's policy. */
export function judgeHistory(field: EditedField, start: string, changes: readonly Change[]): Judged {
  let known: Knowledge[] = [{ base: start, said: { ticket: [], soar: [] } }]
  const judged: Judged = { mistakes: [], overwritten: 0, mayDiffer: false }
  for (const [index, change] of changes.entries()) {
    if (change.by === 'person') {
      known = known.flatMap(one => [heard(one, change), ...agreed(one, change)])
      continue
    }
    const verdicts = known.map(one => ({ one, ...judgeWrite(field, one, change) }))
    const right = verdicts.filter(({ mistake }) => mistake === null)
    if (right.length === 0) judged.mistakes.push(`${verdicts[0]?.mistake}; ${tellLast(changes, index)}`)
    if (right.length > 0 && right.every(({ isOverwritten }) => isOverwritten)) judged.overwritten += 1
    known = (right.length > 0 ? right : verdicts).map(({ one }) => written(one, change))
  }
  judged.mayDiffer = field === 'description' && known.some(({ said }) => said.ticket.length > 0 && said.soar.length > 0)
  return judged
}

/** For whoever looks into it. */
function tellLast(changes: readonly Change[], index: number): string {
  const told = changes.slice(Math.max(0, index - 9), index + 1)
  return told.map(({ by, side, value, at }) => `${at} ${by} ${side} ${value}`).join(', ')
}

function heard({ base, said }: Knowledge, change: Change): Knowledge {
  return { base, said: { ...said, [change.side]: [...said[change.side], change] } }
}

/** The bridge may find the two agreed, also where one of them said something else by then of which it hears later. */
function agreed({ said }: Knowledge, { side, value }: Change): Knowledge[] {
  const other = otherOf[side]
  const at = said[other].findLastIndex(one => one.value === value)
  if (at < 0) return []
  return [{ base: value, said: only(other, said[other].slice(at + 1)) }]
}

function only(side: SideName, said: Change[]): Knowledge['said'] {
  return { ticket: [], soar: [], [side]: said }
}

const otherOf = { ticket: 'soar', soar: 'ticket' } as const

function judgeWrite(
  field: EditedField,
  { base, said }: Knowledge,
  write: Change,
): { mistake: string | null; isOverwritten: boolean } {
  const brought = said[otherOf[write.side]].findLast(({ value }) => value === write.value)
  const inTime = said[write.side].filter(({ at }) => at < write.readAt)
  const isOverwritten = inTime.length < said[write.side].length
  const stood = inTime.at(-1)
  const told = `the bridge wrote ${write.value} to ${write.side}`
  if (brought === undefined) return { mistake: `${told}, which nobody said since both had ${base}`, isOverwritten }
  if (stood === undefined || stood.value === base || mayWin(field, brought, stood))
    return { mistake: null, isOverwritten }
  return {
    mistake: `${told} (said at ${brought.at}) over ${stood.value} (said at ${stood.at}), read at ${write.readAt}`,
    isOverwritten,
  }
}

/** From here on both are known to have agreed on it, whatever was said after it. */
function written({ said }: Knowledge, write: Change): Knowledge {
  const other = otherOf[write.side]
  const at = said[other].findLastIndex(({ value }) => value === write.value)
  return { base: write.value, said: only(other, said[other].slice(at + 1)) }
}

/** Of two edits that both sides made of what they had agreed on. */
function mayWin(field: EditedField, winner: Change, loser: Change): boolean {
  const rank = ({ value }: Change) => words.severity.indexOf(value)
  if (field === 'owner') return winner.side === 'soar'
  if (field === 'dueTime') return winner.side === 'ticket'
  if (field === 'severity') return rank(winner) > rank(loser)
  return field === 'status' && winner.stampBy >= loser.at
}
