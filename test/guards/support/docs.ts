import path from 'node:path'
import type { SourceFile } from './source-files'
import type { Violation } from './violation'

export interface Surroundings {
  exists(file: string): boolean
  /** Names of the npm scripts. */
  scripts: readonly string[]
}

/** Links that lead to a file of ours, and npm scripts that a page tells the reader to run. */
export function checkDocs(pages: SourceFile[], { exists, scripts }: Surroundings): Violation[] {
  return pages.flatMap(page =>
    page.text.split('\n').flatMap((line, index) => {
      const where = `${page.path}:${index + 1}`
      const dead = linksIn(line).filter(link => !exists(path.posix.join(path.posix.dirname(page.path), link)))
      const unknown = scriptsIn(line).filter(script => !scripts.includes(script))
      return [
        ...dead.map(link => ({ where, what: `links to ${link}`, remedy: 'there is no such file: mend the link' })),
        ...unknown.map(script => ({
          where,
          what: `says npm run ${script}`,
          remedy: 'package.json has no such script',
        })),
      ]
    }),
  )
}

function linksIn(line: string): string[] {
  return [...line.matchAll(/\]\(<?([^)\s>]+)>?[^)]*\)|(?:src|href)="([^"]+)"/g)]
    .map(match => (match[1] ?? match[2] ?? '').replace(/[?#].*$/, ''))
    .filter(link => link !== '' && !/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(link))
}

function scriptsIn(line: string): string[] {
  return [...line.matchAll(/\bnpm run(?: -[a-z-]+)* ([a-z:]+)/g)].map(match => match[1] ?? '')
}
