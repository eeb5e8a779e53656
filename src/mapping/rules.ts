import { z } from 'zod'
import { sha256Hex } from '../domain/ids'
import type { JsonObject } from '../domain/json'
import { parseYaml, showPath } from './parse-yaml'
import { rulesSchema } from './rules-schema'

/** A rules file, checked and filled with the defaults; frozen through and through. */
export type Rules = Readonly<z.output<typeof rulesSchema>> & {
  /** Name of the file, for people. */
  readonly source: string
  /** sha256 of the text. */
  readonly version: string
  /** Line of each rule of a chain, by path (`container.severity[2]`). */
  readonly lines: Readonly<Record<string, number>>
}

/**
 * Reads a rules file. Raises `misconfigured` with every mistake at once, each with its line, its path and what was
 * expected. `source` is the file's name as people know it.
 */
export function parseRules(text: string, source: string): Rules {
  const { data, lineOf } = parseYaml({ text, source, what: 'rules file', schema: rulesSchema, code: 'rules-invalid' })
  return freeze({ ...data, source, version: sha256Hex(text), lines: linesOf(data, lineOf) })
}

/** JSON Schema of the rules file, for editors. */
export function jsonSchemaOfRules(): JsonObject {
  return JSON.parse(JSON.stringify(z.toJSONSchema(rulesSchema, { io: 'input' })))
}

function linesOf(
  rules: z.output<typeof rulesSchema>,
  lineOf: (path: readonly PropertyKey[]) => number,
): Record<string, number> {
  const chains = ['label', 'severity', 'sensitivity', 'status'] as const
  const paths = chains.flatMap(field => rules.container[field].map((_rule, index) => ['container', field, index]))
  return Object.fromEntries(paths.map(path => [showPath(path), lineOf(path)]))
}

function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const member of Object.values(value)) freeze(member)
  return Object.freeze(value)
}
