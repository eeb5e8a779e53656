import { type Document, isCollection, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import { z } from 'zod'
import { sha256Hex } from '../domain/ids'
import type { JsonObject } from '../domain/json'
import { BridgeError, type Mistake } from '../errors'
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

type Path = readonly PropertyKey[]

/**
 * Reads a rules file. Raises `misconfigured` with every mistake at once, each with its line, its path and what was
 * expected. `source` is the file's name as people know it.
 */
export function parseRules(text: string, source: string): Rules {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false })
  const root = document.contents
  const lineOf = (path: Path) => lineCounter.linePos(offsetOf(root, path)).line || 1
  const broken = document.errors.map(error => ({
    path: `${source}:${lineCounter.linePos(error.pos[0]).line || 1}`,
    message: `expected valid YAML: ${error.message}`,
  }))
  if (broken.length > 0) throw refuse(source, broken)
  const parsed = rulesSchema.safeParse(readValue(document, source))
  if (!parsed.success) {
    const found = parsed.error.issues
      .flatMap(describe)
      .map(({ path, message }) => ({ path, message, line: lineOf(path) }))
    const inOrder = found.sort((a, b) => a.line - b.line)
    throw refuse(
      source,
      inOrder.map(({ path, message, line }) => ({ path: `${source}:${line} ${showPath(path)}`.trimEnd(), message })),
    )
  }
  return freeze({ ...parsed.data, source, version: sha256Hex(text), lines: linesOf(parsed.data, lineOf) })
}

/** JSON Schema of the rules file, for editors. */
export function jsonSchemaOfRules(): JsonObject {
  return JSON.parse(JSON.stringify(z.toJSONSchema(rulesSchema, { io: 'input' })))
}

/** Aliases can multiply or bite their own tail, and a rules file is short: they are refused. */
function readValue(document: Document, source: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 }) ?? {}
  } catch {
    throw refuse(source, [{ path: source, message: 'expected YAML without aliases (*name): write the value out' }])
  }
}

function refuse(source: string, mistakes: readonly Mistake[]): BridgeError {
  const count = mistakes.length === 1 ? 'one mistake' : `${mistakes.length} mistakes`
  return new BridgeError('misconfigured', `The rules file ${source} has ${count}.`, { code: 'rules-invalid', mistakes })
}

/** An unknown key is a mistake of its own. */
function describe(issue: z.core.$ZodIssue): { path: Path; message: string }[] {
  const paths = issue.code === 'unrecognized_keys' ? issue.keys.map(key => [...issue.path, key]) : [issue.path]
  return paths.map(path => ({ path, message: messageOf(issue) }))
}

function messageOf(issue: z.core.$ZodIssue): string {
  const nested = issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined
  return nested ?? issue.message
}

/** `container.severity[2].use` */
export function showPath(path: Path): string {
  return path.reduce<string>((shown, part) => {
    if (typeof part === 'number') return `${shown}[${part}]`
    return shown === '' ? String(part) : `${shown}.${String(part)}`
  }, '')
}

/** Where the deepest part of the path that the file holds begins. */
function offsetOf(root: Node | null, path: Path): number {
  let node: unknown = root
  let offset = 0
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(item => isScalar(item.key) && String(item.key.value) === part)
      if (isScalar(pair?.key)) offset = pair.key.range?.[0] ?? offset
      node = pair?.value
    } else {
      node = isCollection(node) ? node.get(part, true) : undefined
      offset = (node as Node | undefined)?.range?.[0] ?? offset
    }
  }
  return offset
}

function linesOf(rules: z.output<typeof rulesSchema>, lineOf: (path: Path) => number): Record<string, number> {
  const chains = ['label', 'severity', 'sensitivity', 'status'] as const
  const paths = chains.flatMap(field => rules.container[field].map((_rule, index) => ['container', field, index]))
  return Object.fromEntries(paths.map(path => [showPath(path), lineOf(path)]))
}

function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const member of Object.values(value)) freeze(member)
  return Object.freeze(value)
}
