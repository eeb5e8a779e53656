import { type EngineFinding, type LinkFindings, type RolledUp, rollUp } from '../domain/finding'
import { cutText } from './cut-text'
import { type PostedResult, readResult } from './read-result'
import { timeText } from './time-text'

/** Lines that people read; SOAR has the rest. */
const mostLines = 50
const longestLine = 500

/** Begins every text of ours, so that what comes back to us is known again. */
const heading = '[soarbridge] Enrichment'

/** A comment that the bridge wrote: it says nothing new. */
export function isOwnNote(text: string): boolean {
  return text.includes(heading)
}

/** How things stand, the same for the same findings; null where no engine found anything. */
export function statusText({ latest }: LinkFindings): string | null {
  const rolledUp = rollUp(latest)
  const [worst] = rolledUp
  if (worst === undefined) return null
  return [`${heading}: ${worst.finding}`, '', ...limited(rolledUp.map(lineOf))].join('\n')
}

/** What is new, one line for each result. */
export function noteText(results: readonly PostedResult[]): string {
  const lines = results.map(result => {
    const { value, engine, finding } = readResult(result)
    const about = value === '' ? 'no observable' : value
    return cutText(`${finding ?? 'Result'}: ${about} (${engine}, ${timeText(result.createdAt)})`, longestLine)
  })
  return [heading, '', ...limited(lines)].join('\n')
}

function lineOf({ observable, finding, engines }: RolledUp): string {
  return cutText(`${finding}: ${observable} (${engines.map(voteOf).join('; ')})`, longestLine)
}

function voteOf({ engine, finding, at }: EngineFinding): string {
  return `${engine} ${finding}, ${timeText(at)}`
}

function limited(lines: string[]): string[] {
  if (lines.length <= mostLines) return lines
  return [...lines.slice(0, mostLines), `and ${lines.length - mostLines} more, in SOAR`]
}
