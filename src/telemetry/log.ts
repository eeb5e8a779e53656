import { type DestinationStream, pino, stdTimeFunctions } from 'pino'
import { describeError } from './describe-error'
import { createScrubber, cutText } from './redact'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
export type Scalar = string | number | boolean | null | undefined
export type LogFields = Readonly<Record<string, Scalar>>

/** Writes one JSON line: a sentence or the name of an event, flat fields, and what may be said of an error. */
export type WriteLine = (message: string, fields?: LogFields, error?: unknown) => void
export type Log = Record<LogLevel, WriteLine>

interface LogParts {
  /** Least level that is written. */
  level: LogLevel | 'silent'
  /** Values that must not show up in any line, whatever went wrong. */
  secrets: readonly string[]
  /** Standard output unless given. */
  destination?: DestinationStream
}

/** Longest field of a line, in characters. */
const longestField = 2048
/** Names that the line itself uses. */
const ownNames = ['level', 'time', 'message', 'error']

/**
 * Three lines of defense: only scalars pass, an error is told by `describeError`, and configured secrets are replaced in
 * the finished line (reliability.md, attack 133: `pino({ err })` of an HTTP client's error prints token and body).
 */
export function createLog({ level, secrets, destination }: LogParts): Log {
  const scrub = createScrubber(secrets)
  const longestSecret = Math.max(0, ...secrets.map(secret => secret.length))
  const logger = pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      messageKey: 'message',
      formatters: { level: label => ({ level: label }) },
      hooks: { streamWrite: scrub },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  )
  // Scrubbed before the cut too, which could leave half a secret.
  const cut = (text: string) =>
    text.length <= longestField ? text : cutText(scrub(text.slice(0, longestField + longestSecret)), longestField)

  const writeAt =
    (at: LogLevel): WriteLine =>
    (message, fields = {}, error) => {
      if (!logger.isLevelEnabled(at)) return
      const line: Record<string, unknown> = keepScalars(fields, cut)
      for (const name of ownNames) delete line[name]
      if (error !== undefined) line.error = keepScalars({ ...describeError(error) }, cut)
      logger[at](line, cut(message))
    }
  return { debug: writeAt('debug'), info: writeAt('info'), warn: writeAt('warn'), error: writeAt('error') }
}

function keepScalars(fields: LogFields, cut: (text: string) => string): LogFields {
  const kept: Record<string, Scalar> = {}
  for (const name of Object.keys(fields)) {
    const value = fields[name]
    if (typeof value === 'string') kept[name] = cut(value)
    else if (typeof value === 'number' || typeof value === 'boolean' || value === null) kept[name] = value
  }
  return kept
}
