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

/** SOAR tells when a container changed, not which field of it: a look's length, and what a busy machine adds. */
const soarStampMs = 2_000
const ticketStampMs = 5

/** Whether each write of the bridge was right, by what people had said until then and by the field's policy. */
export function judgeHistory(field: EditedField, start: string, changes: readonly Change[]): Judged {
  let known: Knowledge[] = [{ base: start, said: { ticket: [], soar: [] } }]
  const now = { ticket: start, soar: start }
  const judged: Judged = { mistakes: [], overwritten: 0, mayDiffer: false }
  for (const change of changes) {
    now[change.side] = change.value
    if (change.by === 'person') {
      known = known.map(one => heard(one, change))
      if (now.ticket === now.soar) known.push({ base: change.value, said: { ticket: [], soar: [] } })
      continue
    }
    const verdicts = known.map(one => ({ one, ...judgeWrite(field, one, change) }))
    const right = verdicts.filter(({ mistake }) => mistake === null)
    if (right.length === 0) judged.mistakes.push(`${field} at ${change.at}: ${verdicts[0]?.mistake}`)
    if (right.length > 0 && right.every(({ isOverwritten }) => isOverwritten)) judged.overwritten += 1
    known = (right.length > 0 ? right : verdicts).map(({ one }) => written(one, change))
  }
  judged.mayDiffer = field === 'description' && known.some(({ said }) => said.ticket.length > 0 && said.soar.length > 0)
  return judged
}

function heard({ base, said }: Knowledge, change: Change): Knowledge {
  return { base, said: { ...said, [change.side]: [...said[change.side], change] } }
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
  const rest = { [other]: said[other].slice(at + 1), [write.side]: [] }
  return { base: write.value, said: rest as Knowledge['said'] }
}

/** Of two edits that both sides made of what they had agreed on. */
function mayWin(field: EditedField, winner: Change, loser: Change): boolean {
  const rank = ({ value }: Change) => words.severity.indexOf(value)
  if (field === 'owner') return winner.side === 'soar'
  if (field === 'dueTime') return winner.side === 'ticket'
  if (field === 'severity') return rank(winner) > rank(loser)
  const stampMs = winner.side === 'soar' ? soarStampMs : ticketStampMs
  return field === 'status' && winner.at + stampMs >= loser.at
}
