import type { z } from 'zod'
import type { Mistake } from '../errors'

export type FieldPath = readonly (string | number)[]

/** Gathers every mistake; what follows from an earlier one (same field, or beneath it) is left out. */
export interface Mistakes {
  add(path: FieldPath, message: string): void
  all(): Mistake[]
}

/** Where a field stands in the file: its line, and its path as the file spells it. */
export type Locate = (path: FieldPath) => { line: number; path: FieldPath }

export function createMistakes(file: string, locate: Locate): Mistakes {
  const found: { line: number; path: FieldPath; message: string }[] = []
  return {
    add(path, message) {
      const place = locate(path)
      if (!found.some(earlier => isAtOrBeneath(place.path, earlier.path))) found.push({ ...place, message })
    },
    all() {
      const inOrder = [...found].sort((one, other) => one.line - other.line)
      return inOrder.map(({ line, path, message }) => ({
        path: `${file}:${line} ${formatPath(path)}`.trimEnd(),
        message,
      }))
    },
  }
}

/** Adds the mistakes of the schema; it words them itself, and one issue may name several unknown keys. */
export function addSchemaIssues(issues: readonly z.core.$ZodIssue[], mistakes: Mistakes): void {
  for (const issue of issues) {
    const path = issue.path.map(part => (typeof part === 'number' ? part : String(part)))
    if (issue.code !== 'unrecognized_keys') mistakes.add(path, issue.message)
    else {
      const lines = issue.message.split('\n')
      for (const [index, key] of issue.keys.entries()) mistakes.add([...path, key], lines[index] ?? issue.message)
    }
  }
}

/** `tickets[0].webhook.secrets[1]`; keys that are no plain words are quoted and cut. */
function formatPath(path: FieldPath): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`
      const name = /^[\w-]{1,60}$/.test(part) ? part : JSON.stringify(part.slice(0, 60))
      return index === 0 ? name : `.${name}`
    })
    .join('')
}

function isAtOrBeneath(path: FieldPath, other: FieldPath): boolean {
  return other.length <= path.length && other.every((part, index) => part === path[index])
}
