import ts from 'typescript'
import type { SourceFile } from './source-files'
import { lineOf, parseSource, visitAll } from './syntax'
import type { Violation } from './violation'

/** Where the environment, the machine's time and the network without the client may be touched, each with its reason. */
const allowances: readonly { files: RegExp; names: readonly string[]; because: string }[] = [
  { files: /^src\/config\/environment\.ts$/, names: ['process.env'], because: 'the only reader of the environment' },
  { files: /^src\/system-clock\.ts$/, names: ['Date.now', 'setTimeout'], because: 'the clock that is injected' },
  {
    files: /^src\/sandbox\//,
    names: ['Date.now', 'new Date()', 'setTimeout', 'AbortSignal.timeout', 'performance', 'fetch'],
    because: 'strangers with a time and a network of their own',
  },
  { files: /^src\/store\/writer\.ts$/, names: ['setImmediate'], because: 'gathers a batch: a turn, not a time' },
  { files: /^src\/store\/writer-thread\.ts$/, names: ['performance'], because: 'measures how long a commit took' },
  { files: /^src\/cli\//, names: ['fetch'], because: 'a client of our own API' },
]

const globals = [
  'setTimeout',
  'setInterval',
  'setImmediate',
  'performance',
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
]
const members: Record<string, readonly string[]> = {
  process: ['env', 'hrtime', 'uptime'],
  Date: ['now'],
  AbortSignal: ['timeout'],
}
const timeModules = [
  'node:timers',
  'node:timers/promises',
  'node:perf_hooks',
  'timers',
  'timers/promises',
  'perf_hooks',
]

/** Reads of the environment and of the machine's time, and calls past the HTTP client. */
export function checkClock(files: SourceFile[]): Violation[] {
  return files.flatMap(file => {
    const found: Violation[] = []
    visitAll(parseSource(file), node => {
      for (const name of namesOf(node)) {
        if (isAllowed(file.path, name)) continue
        found.push({ where: `${file.path}:${lineOf(node)}`, what: `uses ${name}`, remedy: remedyOf(name) })
      }
    })
    return found
  })
}

function isAllowed(file: string, name: string): boolean {
  return allowances.some(({ files, names }) => files.test(file) && names.includes(name))
}

function namesOf(node: ts.Node): string[] {
  if (ts.isPropertyAccessExpression(node)) return memberOf(node.expression, node.name.text)
  if (ts.isElementAccessExpression(node)) {
    return ts.isStringLiteralLike(node.argumentExpression)
      ? memberOf(node.expression, node.argumentExpression.text)
      : []
  }
  if (ts.isVariableDeclaration(node)) return unpackedOf(node)
  if (ts.isImportDeclaration(node)) return importedOf(node)
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) return isDateOfNow(node) ? ['new Date()'] : []
  return ts.isIdentifier(node) && globals.includes(node.text) && isReference(node) ? [node.text] : []
}

function memberOf(owner: ts.Expression, name: string): string[] {
  if (owner.getText() === 'globalThis' || owner.getText() === 'global') return globals.includes(name) ? [name] : []
  const path = owner.getText().replace(/^global(This)?\./, '')
  return members[path]?.includes(name) === true ? [`${path}.${name}`] : []
}

/** `const { env } = process`. */
function unpackedOf({ name, initializer }: ts.VariableDeclaration): string[] {
  if (initializer === undefined || !ts.isObjectBindingPattern(name)) return []
  return name.elements.flatMap(element => memberOf(initializer, (element.propertyName ?? element.name).getText()))
}

function importedOf({ moduleSpecifier, importClause }: ts.ImportDeclaration): string[] {
  if (!ts.isStringLiteral(moduleSpecifier) || !timeModules.includes(moduleSpecifier.text)) return []
  const bindings = importClause?.namedBindings
  if (bindings === undefined || !ts.isNamedImports(bindings)) return [moduleSpecifier.text]
  return bindings.elements.map(element => (element.propertyName ?? element.name).text)
}

function isDateOfNow({ expression, arguments: given }: ts.NewExpression | ts.CallExpression): boolean {
  return expression.getText() === 'Date' && (given === undefined || given.length === 0)
}

/** Not the name of a member, a field or a binding of our own. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isImportSpecifier(parent) || ts.isBindingElement(parent)) return false
  return !('name' in parent && parent.name === node) || ts.isShorthandPropertyAssignment(parent)
}

function remedyOf(name: string): string {
  if (name === 'process.env')
    return 'only src/config/environment.ts reads the environment; take the value from the configuration'
  if (['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'].includes(name))
    return 'go through connectors/http-client, which is hardened'
  return 'take the injected Clock (src/domain/clock.ts), so that tests can move the time'
}
