import ts from 'typescript'
import type { SourceFile } from './source-files'
import { lineOf, linesOf, parseSource, visitAll } from './syntax'
import type { Violation } from './violation'

export const ceilings = { fileLines: 300, functionLines: 50, parameters: 3, imports: 10, nesting: 3 }
export const testFileLines = 400

/** The wiring imports what it wires, the list of migrations what it lists. */
const wiring = /^src\/((main|bridge)(-[a-z-]+)?|store\/migrate)\.ts$/

export function checkSizes(files: SourceFile[]): Violation[] {
  return files.flatMap(file => [
    ...checkFileLines([file], ceilings.fileLines),
    ...checkImports(file),
    ...checkFunctions(file),
    ...checkNesting(file),
  ])
}

export function checkFileLines(files: SourceFile[], ceiling: number): Violation[] {
  return files
    .map(({ path, text }) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > ceiling)
    .map(({ path, lines }) => ({
      where: path,
      what: `has more than ${ceiling} lines`,
      remedy: `it has ${lines}: split it by verb, never into parts or helpers`,
    }))
}

function checkImports(file: SourceFile): Violation[] {
  const count = parseSource(file).statements.filter(ts.isImportDeclaration).length
  if (count <= ceilings.imports || wiring.test(file.path)) return []
  const remedy = `it has ${count}: split the file, or have the parts handed in`
  return [{ where: file.path, what: `has more than ${ceilings.imports} imports`, remedy }]
}

function checkFunctions(file: SourceFile): Violation[] {
  const found: Violation[] = []
  visitAll(parseSource(file), node => {
    if (!ts.isFunctionLike(node)) return
    const where = `${file.path}:${lineOf(node)}`
    const name = nameOf(node)
    const lines = linesOf(node)
    if (lines > ceilings.functionLines) {
      const what = `${name ?? 'a function'} has more than ${ceilings.functionLines} lines`
      found.push({ where, what, remedy: `it has ${lines}: give its steps names of their own` })
    }
    // A function without a name is shaped by who asks for it, as Express asks for four parameters.
    if (name !== undefined && countParameters(node) > ceilings.parameters) {
      const what = `${name} has more than ${ceilings.parameters} parameters`
      found.push({ where, what, remedy: 'take one object whose fields have names' })
    }
  })
  return found
}

function countParameters({ parameters }: ts.SignatureDeclaration): number {
  return parameters.filter(parameter => parameter.name.getText() !== 'this').length
}

function nameOf(node: ts.SignatureDeclaration): string | undefined {
  if (ts.isConstructorDeclaration(node)) return 'constructor'
  if (node.name !== undefined) return node.name.getText()
  const { parent } = node
  const isNaming = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)
  return isNaming ? parent.name.getText() : undefined
}

/** Branches, loops and tries within each other; a function within starts again. */
function checkNesting(file: SourceFile): Violation[] {
  const found: Violation[] = []
  const descend = (node: ts.Node, depth: number): void => {
    const next = ts.isFunctionLike(node) ? 0 : depth + (isNesting(node) ? 1 : 0)
    if (next > ceilings.nesting && next > depth) {
      const what = `nests deeper than ${ceilings.nesting}`
      found.push({ where: `${file.path}:${lineOf(node)}`, what, remedy: 'return early, or give the inside a name' })
    }
    ts.forEachChild(node, child => descend(child, next))
  }
  descend(parseSource(file), 0)
  return found
}

function isNesting(node: ts.Node): boolean {
  if (ts.isIfStatement(node)) return !(ts.isIfStatement(node.parent) && node.parent.elseStatement === node)
  return ts.isIterationStatement(node, false) || ts.isSwitchStatement(node) || ts.isTryStatement(node)
}
