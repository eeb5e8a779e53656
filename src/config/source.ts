import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, type YAMLError } from 'yaml'
import { createMistakes, type FieldPath, type Locate, type Mistakes } from './mistakes'
import { restoreBraces, shieldBraces, variable } from './variables'

export interface Source {
  /** Plain values, variables not yet replaced; null where the text is no YAML. */
  tree: unknown
  mistakes: Mistakes
}

/** Reads YAML 1.2. The parser's own messages are not passed on, since they quote the text and it may hold secrets. */
export function readSource(file: string, content: string): Source {
  const lines = new LineCounter()
  const document = parseDocument(shieldBraces(content), { lineCounter: lines, prettyErrors: false, logLevel: 'error' })
  const mistakes = createMistakes(file, createLocate(document, lines))
  const broken = [...document.errors, ...document.warnings]
  if (broken.length === 0) return { tree: readTree(document, mistakes), mistakes }
  const plain = createMistakes(file, path => ({ line: Number(path[0]), path: [] }))
  for (const error of broken) plain.add([lines.linePos(error.pos[0]).line], explainYamlError(error))
  return { tree: null, mistakes: plain }
}

function readTree(document: Document.Parsed, mistakes: Mistakes): unknown {
  try {
    return restoreBraces(document.toJS({ maxAliasCount: 100 }))
  } catch {
    mistakes.add(
      [],
      'expected every *alias to have its &anchor before it, and few of them; for example no aliases at all',
    )
    return null
  }
}

function explainYamlError(error: YAMLError): string {
  const special: Partial<Record<YAMLError['code'], string>> = {
    DUPLICATE_KEY: 'expected every key once in its mapping; for example one "token:" a connection',
    TAB_AS_INDENT: 'expected spaces as indentation, not tabs; for example two spaces a level',
    TAG_RESOLVE_FAILED: `expected plain values without tags; for example ${variable('VAR')} for a secret`,
    MULTIPLE_DOCS: 'expected one YAML document; for example no line of "---" in the middle',
  }
  return (
    special[error.code] ?? `expected YAML (${error.code}); for example quotes around values with : # { } [ ] , in them`
  )
}

/** Fields that came from `<field>File` are shown under the key that the file spells. */
function createLocate(document: Document.Parsed, lines: LineCounter): Locate {
  return path => {
    const spelled = spell(document, path)
    return { line: lineOf(document, lines, spelled), path: spelled }
  }
}

function spell(document: Document.Parsed, path: FieldPath): FieldPath {
  for (let length = 1; length <= path.length; length += 1) {
    const part = path.slice(0, length)
    if (document.hasIn(part)) continue
    const fromFile = [...path.slice(0, length - 1), `${path[length - 1]}File`]
    return document.hasIn(fromFile) ? fromFile : path
  }
  return path
}

/** Line of the key, or of the nearest mapping around a field that is missing. */
function lineOf(document: Document.Parsed, lines: LineCounter, path: FieldPath): number {
  for (let length = path.length; length > 0; length -= 1) {
    const start = startOf(document, path.slice(0, length))
    if (start !== null) return lines.linePos(start).line
  }
  return 1
}

function startOf(document: Document.Parsed, path: FieldPath): number | null {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  const name = path.at(-1)
  if (isMap(parent)) {
    const key = parent.items.find(item => isScalar(item.key) && String(item.key.value) === name)?.key
    return isNode(key) ? (key.range?.[0] ?? null) : null
  }
  const node = document.getIn(path, true)
  return isNode(node) ? (node.range?.[0] ?? null) : null
}
