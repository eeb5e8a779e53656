import { type EngineFinding, type LinkFindings, type RolledUp, rollUp, type SilentResult } from '../domain/finding'
import { cutText } from './cut-text'
import { readResult, type ToldResult } from './read-result'
import { timeText } from './time-text'

/** Lines that people read; SOAR has the rest. */
const mostLines = 50
/** What nothing was found in is of less interest. */
const mostSilentLines = 20
const longestLine = 500

/** Begins every text of ours, so that what comes back to us is known again. */
const ownHeading = '[soarbridge] '
const heading = `${ownHeading}Enrichment`

/** `2026-03-04 10:26:40 - Beth (Work notes)`: heads each entry where ServiceNow shows a journal as one text. */
const entryHead = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4} \d{1,2}:\d\d(?::\d\d)?(?: [AP]M)? - .* \([^()\n]*\)$/m
const startOfEntry = new RegExp(`(?=${entryHead.source})`, 'm')

/**
 * What a text says besides what the bridge wrote there, which says nothing new. Only what begins with our heading is
 * such a note: whoever quotes one says something of his own.
 */
export function withoutOwnNotes(text: string): string {
  return text
    .split(startOfEntry)
    .filter(entry => !isOwnNote(entry))
    .join('')
}

function isOwnNote(entry: string): boolean {
  const said = entry.replace(entryHead, '').trimStart()
  return said.replace(/^\{noformat\}\s*/, '').startsWith(ownHeading)
}

/** How things stand, the same for the same results; null where there is none. */
export function statusText({ latest, silent = [] }: LinkFindings): string | null {
  const rolledUp = rollUp(latest)
  const [worst] = rolledUp
  const parts = [limited(rolledUp.map(lineOf), mostLines), limited(silent.map(silentLineOf), mostSilentLines)].filter(
    lines => lines.length > 0,
  )
  if (parts.length === 0) return null
  const head = worst === undefined ? heading : `${heading}: ${worst.finding}`
  return [head, ...parts.map(lines => lines.join('\n'))].join('\n\n')
}

/** What is new, one line for each result. */
export function noteText(results: readonly ToldResult[]): string {
  const lines = results.map(result => {
    const { value, engine, finding } = readResult(result)
    return resultLine(`${finding ?? 'Result'}${result.isChange === true ? ' (updated)' : ''}`, {
      about: value,
      engine,
      at: result.updatedAt,
    })
  })
  return [heading, '', ...limited(lines, mostLines)].join('\n')
}

function silentLineOf(result: SilentResult): string {
  return resultLine('Result', result)
}

function resultLine(word: string, { about, engine, at }: Omit<SilentResult, 'id'>): string {
  return cutText(`${word}: ${about || 'no observable'} (${engine}, ${timeText(at)})`, longestLine)
}

function lineOf({ observable, finding, engines }: RolledUp): string {
  return cutText(`${finding}: ${observable} (${engines.map(voteOf).join('; ')})`, longestLine)
}

function voteOf({ engine, finding, at }: EngineFinding): string {
  return `${engine} ${finding}, ${timeText(at)}`
}

function limited(lines: string[], most: number): string[] {
  if (lines.length <= most) return lines
  return [...lines.slice(0, most), `and ${lines.length - most} more, in SOAR`]
}
