import type { Rules } from './rules'

type Way = 'to-soar' | 'to-ticket'

/** Whether the rules let a note go this way; titles are compared in part and without case. */
export function isNoteShared(rules: Rules, way: Way, title: string): boolean {
  const { direction, onlyTitles, exceptTitles } = rules.notes
  const folded = title.toLowerCase()
  const isNamed = (parts: readonly string[]) => parts.some(part => folded.includes(part.toLowerCase()))
  return goes(direction, way) && (onlyTitles.length === 0 || isNamed(onlyTitles)) && !isNamed(exceptTitles)
}

/** Whether the rules let a file go this way; one whose size nobody knows may go, and is refused when it is read. */
export function isFileShared(rules: Rules, way: Way, bytes: number | null): boolean {
  const { direction, maxMegabytes } = rules.files
  return goes(direction, way) && (bytes === null || bytes <= maxMegabytes * 1_000_000)
}

function goes(direction: Rules['notes']['direction'], way: Way): boolean {
  return direction === 'both' || direction === way
}
