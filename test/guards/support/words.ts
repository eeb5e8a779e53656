import path from 'node:path'
import ts from 'typescript'
import type { SourceFile } from './source-files'
import { lineOf, parseSource } from './syntax'
import type { Violation } from './violation'

/** Rooms that speak our words only. */
const pipeline = /^src\/(domain|flows|mapping|store|outbox)\//

/** What we say instead (design section 2). */
const foreignWords: Record<string, string> = {
  issue: 'ticket',
  incident: 'ticket',
  case: 'ticket',
  alert: 'container',
  event: 'change or receipt',
  ioc: 'observable',
  intel: 'enrichment or finding',
  adapter: 'connector',
  plugin: 'connector',
  message: 'receipt, change or command',
  task: 'job',
  partition: 'lane',
  cursor: 'checkpoint',
  watermark: 'checkpoint',
  dlq: 'dead job',
  redrive: 'replay',
  import: 'backfill',
  mock: 'sandbox',
}

/** Names that say nothing, anywhere. */
const emptyFileNames = ['utils', 'util', 'helpers', 'helper', 'common', 'shared', 'misc', 'types', 'constants']
const emptyEndings = ['service', 'manager', 'helper', 'helpers', 'util', 'utils', 'impl']

/** Exported names and file names. */
export function checkWords(files: SourceFile[]): Violation[] {
  return files.flatMap(file => [
    ...checkFileName(file.path),
    ...exportsOf(file).flatMap(({ name, line }) => checkName(name, `${file.path}:${line}`)),
  ])
}

function checkFileName(file: string): Violation[] {
  const name = path.posix.basename(file, '.ts')
  const emptyName = file.split('/').find(part => emptyFileNames.includes(part.replace(/\.ts$/, '')))
  if (emptyName !== undefined)
    return [
      { where: file, what: `is called ${emptyName}`, remedy: 'name it after what it does, in the room that needs it' },
    ]
  if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.types)?$/.test(name))
    return [{ where: file, what: 'is not in kebab-case', remedy: 'rename the file' }]
  return checkName(name, file)
}

function checkName(name: string, where: string): Violation[] {
  const words = wordsOf(name)
  const what = `says ${name}`
  const ending = words.at(-1) ?? ''
  if (words.length > 1 && emptyEndings.includes(ending))
    return [{ where, what, remedy: `${ending} says nothing: name what it does` }]
  if (!pipeline.test(where)) return []
  return words
    .map(word => foreignWords[word] ?? foreignWords[word.replace(/s$/, '')])
    .filter(ours => ours !== undefined)
    .map(ours => ({ where, what, remedy: `we say ${ours}` }))
}

/** `readIOCList`, `read-ioc-list` → read, ioc, list. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/ServiceNow/g, 'Servicenow')
    .replace(/([A-Z]{2,})s(?![a-z])/g, (_, acronym: string) => ` ${acronym.toLowerCase()}s`)
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
}

function exportsOf(file: SourceFile): { name: string; line: number }[] {
  return parseSource(file).statements.flatMap(statement => {
    if (ts.isExportDeclaration(statement)) return exportedNamesOf(statement.exportClause)
    if (!ts.canHaveModifiers(statement)) return []
    const isExported = ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
    return isExported ? declaredNamesOf(statement) : []
  })
}

function exportedNamesOf(clause: ts.NamedExportBindings | undefined) {
  if (clause === undefined || !ts.isNamedExports(clause)) return []
  return clause.elements.map(element => ({ name: element.name.text, line: lineOf(element) }))
}

function declaredNamesOf(statement: ts.Statement) {
  const declarations = ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : [statement]
  return declarations.flatMap(declaration =>
    'name' in declaration && declaration.name !== undefined
      ? [{ name: (declaration.name as ts.Node).getText(), line: lineOf(declaration) }]
      : [],
  )
}
