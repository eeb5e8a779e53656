import { type EngineFinding, type LinkFindings, type RolledUp, rollUp, type SilentResult } from '../domain/finding'
import { cutText } from './cut-text'
import { readResult, type ToldResult } from './read-result'
import { timeText } from './time-text'

/** Lines that people read; SOAR has the rest. */
const mostLines = 50
/** What nothing was found in is of less interest. */
const mostSilentLines = 20
const longestLine = 500

/** Begins every text about results. */
const heading = '[soarbridge] Enrichment'

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
