import path from 'node:path'
import ts from 'typescript'
import type { SourceFile } from './source-files'
import { lineOf, parseSource, visitAll } from './syntax'

export interface Import {
  /** As written, or null where it is computed. */
  specifier: string | null
  line: number
}

/** Everything a file takes from elsewhere: imports, re-exports, `import()`, `require()` and types alone. */
export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = []
  visitAll(parseSource(file), node => {
    const source = sourceOf(node)
    if (source !== undefined) found.push({ specifier: textOf(source), line: lineOf(node) })
  })
  return found
}

function sourceOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier
  if (ts.isImportTypeNode(node)) return node.argument
  if (ts.isExternalModuleReference(node)) return node.expression
  if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name)) return node.name
  if (!ts.isCallExpression(node)) return undefined
  const { expression, arguments: given } = node
  const loader = ts.isPropertyAccessExpression(expression) ? expression.expression : expression
  const isLoading =
    loader.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(loader) && loader.text === 'require')
  return isLoading ? (given[0] ?? node) : undefined
}

function textOf(source: ts.Node): string | null {
  const literal = ts.isLiteralTypeNode(source) ? source.literal : source
  return ts.isStringLiteralLike(literal) ? literal.text : null
}

/** The repository's path of a relative specifier, without an ending. */
export function resolveImport(from: string, specifier: string): string {
  return path.posix.join(path.posix.dirname(from), specifier).replace(/\.(js|ts)$/, '')
}

/** `kysely` of `kysely/helpers/sqlite`; `@scope/name` of `@scope/name/part`. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
