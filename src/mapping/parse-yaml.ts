import { type Document, isCollection, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import type { z } from 'zod'
import { BridgeError, type Mistake } from '../errors'

type Path = readonly PropertyKey[]

export interface YamlFile<Schema extends z.ZodType> {
  text: string
  /** Its name as people know it. */
  source: string
  /** What it is, for the message: `rules file`. */
  what: string
  schema: Schema
  /** Code of the refusal. */
  code: string
}

/**
 * Reads a YAML file by its schema. Raises `misconfigured` with every mistake at once, each with its line, its path and
 * what was expected. `lineOf` tells where a part of it stands.
 */
export function parseYaml<Schema extends z.ZodType>(
  file: YamlFile<Schema>,
): { data: z.output<Schema>; lineOf: (path: Path) => number } {
  const { text, source, schema } = file
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false })
  const root = document.contents
  const lineOf = (path: Path) => lineCounter.linePos(offsetOf(root, path)).line || 1
  const broken = document.errors.map(error => ({
    path: `${source}:${lineCounter.linePos(error.pos[0]).line || 1}`,
    message: `expected valid YAML: ${error.message}`,
  }))
  if (broken.length > 0) throw refuse(file, broken)
  const parsed = schema.safeParse(readValue(document, file))
  if (parsed.success) return { data: parsed.data, lineOf }
  const found = parsed.error.issues
    .flatMap(describe)
    .map(({ path, message }) => ({ path, message, line: lineOf(path) }))
  const inOrder = found.sort((one, other) => one.line - other.line)
  throw refuse(
    file,
    inOrder.map(({ path, message, line }) => ({ path: `${source}:${line} ${showPath(path)}`.trimEnd(), message })),
  )
}

type Named = Pick<YamlFile<z.ZodType>, 'source' | 'what' | 'code'>

/** Aliases can multiply or bite their own tail, and these files are short: they are refused. */
function readValue(document: Document, file: Named): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 }) ?? {}
  } catch {
    throw refuse(file, [{ path: file.source, message: 'expected YAML without aliases (*name): write the value out' }])
  }
}

function refuse({ source, what, code }: Named, mistakes: readonly Mistake[]): BridgeError {
  const count = mistakes.length === 1 ? 'one mistake' : `${mistakes.length} mistakes`
  return new BridgeError('misconfigured', `The ${what} ${source} has ${count}.`, { code, mistakes })
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
