import ts from 'typescript'
import type { SourceFile } from './source-files'
import { parseSource, visitAll } from './syntax'

/** The texts of `export type X = 'a' | 'b'`. */
export function unionOf(file: SourceFile, name: string): string[] {
  const alias = declarationOf(file, name)
  if (alias === undefined || !ts.isTypeAliasDeclaration(alias)) return []
  const texts: string[] = []
  visitAll(alias.type, node => {
    if (ts.isStringLiteral(node)) texts.push(node.text)
  })
  return texts
}

/** The fields of `export interface X`, and the name of each field's type. */
export function fieldsOf(file: SourceFile, name: string): { name: string; type: string }[] {
  const found = declarationOf(file, name)
  if (found === undefined || !ts.isInterfaceDeclaration(found)) return []
  return found.members
    .filter(ts.isPropertySignature)
    .map(member => ({ name: member.name.getText(), type: member.type?.getText() ?? '' }))
}

function declarationOf(file: SourceFile, name: string): ts.Statement | undefined {
  return parseSource(file).statements.find(
    statement =>
      (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)) && statement.name.text === name,
  )
}
