import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** A file of the repository, or a planted one. The path is relative to the root, with forward slashes. */
export interface SourceFile {
  path: string
  text: string
}

/** Written by a program: nobody reads them for style. */
export const generatedFiles = ['src/http/contract.types.ts']

/** The TypeScript below these folders, without what is generated. Tests run at the root of the repository. */
export function readSources(...folders: string[]): SourceFile[] {
  return readFiles(folders, '.ts').filter(file => !generatedFiles.includes(file.path))
}

export function readFiles(folders: string[], ending: string): SourceFile[] {
  return folders.flatMap(folder =>
    listFiles(folder)
      .filter(name => name.endsWith(ending))
      .map(name => ({ path: name, text: readFileSync(name, 'utf8') })),
  )
}

export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name).split(path.sep).join('/'))
    .sort()
}

export function listFolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort()
}
