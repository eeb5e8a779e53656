import { isNativeError } from 'node:util/types'

/** All that a log line says of an error, not yet cut. Nothing else of it is looked at: errors of HTTP clients hold credentials and bodies. */
export interface ErrorFields {
  name: string
  kind?: string
  code?: string
  message: string
  /** Where it was raised, for errors that nobody expected. */
  stack?: string
  /** Names and codes of what caused it. */
  causes?: string
}

const mostFrames = 12
const mostCauses = 4

export function describeError(error: unknown): ErrorFields {
  if (!isError(error)) return { name: typeof error, message: 'something that is no error was thrown' }
  const kind = 'kind' in error && error.name === 'BridgeError' ? plainWord(error.kind) : undefined
  const isExpected = kind !== undefined
  const stack = isExpected ? undefined : framesOf(error)
  const causes = causesOf(error)
  return {
    name: plainWord(error.name) ?? 'Error',
    ...(isExpected ? { kind } : {}),
    ...codeOf(error),
    message: messageOf(error),
    ...(stack ? { stack } : {}),
    ...(causes ? { causes } : {}),
  }
}

/** Parsers quote what they could not read: that is a ticket, or a secret. */
function messageOf(error: Error): string {
  const quotesInput = /syntax|parse|yaml|zod/i.test(error.name)
  return quotesInput ? 'left out, since it quotes its input' : error.message
}

/** Without the first lines of `stack`, which repeat the message. */
function framesOf(error: Error): string {
  const lines = (error.stack ?? '').split('\n').filter(line => /^\s{4}at /.test(line))
  return lines.slice(0, mostFrames).join('\n')
}

function causesOf(error: Error): string {
  const names: string[] = []
  let cause = error.cause
  while (isError(cause) && names.length < mostCauses) {
    names.push([plainWord(cause.name) ?? 'Error', codeOf(cause).code].filter(Boolean).join(' '))
    cause = cause.cause
  }
  return names.join(' < ')
}

function codeOf(error: Error): { code?: string } {
  const code = 'code' in error ? plainWord(error.code) : undefined
  return code === undefined ? {} : { code }
}

/** Also errors of other realms (workers, test runners), which `instanceof` misses. */
function isError(value: unknown): value is Error {
  return value instanceof Error || isNativeError(value)
}

/** Names and codes are words; anything else in their place is none of ours. */
function plainWord(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value) ? value : undefined
}
