import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * One of the documents that the product was conceived from, by the number its name begins with, or null (with a line
 * that says so) where they are not beside the project. They are not copied into it.
 */
export function readReference(number: string): string | null {
  const folder = path.resolve('..', 'shared', 'reference')
  const name = existsSync(folder) ? readdirSync(folder).find(file => file.startsWith(`${number}_`)) : undefined
  if (name !== undefined) return readFileSync(path.join(folder, name), 'utf8')
  process.stdout.write(`skipped: reference document ${number} is not beside the project\n`)
  return null
}

/** The JSON objects printed behind `Example response`, in order. */
export function readPrintedAnswers(document: string): unknown[] {
  return document
    .split('Example response')
    .slice(1)
    .flatMap(part => {
      const start = part.indexOf('{')
      const end = findEnd(part, start)
      return start === -1 || end === -1 ? [] : [JSON.parse(part.slice(start, end + 1).replace(/,(\s*[\]}])/g, '$1'))]
    })
}

export interface PrintedRequest {
  method: string
  path: string
  user: string
  password: string
}

/** The requests printed as curl commands without a body. */
export function readPrintedReads(document: string): PrintedRequest[] {
  const shape = /^curl -k -u (\S+):(\S+) https:\/\/localhost(\S+) -G -X GET$/gm
  return [...document.matchAll(shape)].map(([, user = '', password = '', address = '']) => ({
    method: 'GET',
    path: address,
    user,
    password,
  }))
}

/**
 * Where `answer` has another shape than `printed`: a field too few or too many, or another kind of value. Null and empty
 * lists say nothing of a shape.
 */
export function compareShapes(printed: unknown, answer: unknown, at = ''): string[] {
  if (printed === null || answer === null) return []
  if (Array.isArray(printed) && Array.isArray(answer)) {
    const [model] = printed
    return model === undefined ? [] : answer.flatMap((item, index) => compareShapes(model, item, `${at}[${index}]`))
  }
  if (kindOf(printed) !== kindOf(answer)) return [`${at}: ${kindOf(answer)} instead of ${kindOf(printed)}`]
  if (!isRecord(printed) || !isRecord(answer)) return []
  const missing = Object.keys(printed).filter(key => !Object.hasOwn(answer, key))
  const added = Object.keys(answer).filter(key => !Object.hasOwn(printed, key))
  const shared = Object.keys(printed).filter(key => Object.hasOwn(answer, key))
  return [
    ...missing.map(key => `${at}.${key}: missing`),
    ...added.map(key => `${at}.${key}: added`),
    ...shared.flatMap(key => compareShapes(printed[key], answer[key], `${at}.${key}`)),
  ]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value
}

/** Where the braces that open at `start` close; those within texts do not count. */
function findEnd(text: string, start: number): number {
  let depth = 0
  let isQuoted = false
  for (let at = start; at >= 0 && at < text.length; at += 1) {
    const char = text[at]
    if (isQuoted && char === '\\') at += 1
    else if (char === '"') isQuoted = !isQuoted
    else if (!isQuoted && char === '{') depth += 1
    else if (!isQuoted && char === '}') depth -= 1
    if (!isQuoted && depth === 0 && char === '}') return at
  }
  return -1
}
