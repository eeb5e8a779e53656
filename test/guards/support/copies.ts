import type { SourceFile } from './source-files'
import type { Violation } from './violation'

/** What every sandbox has a copy of, since none imports another. */
const copied = /^src\/sandbox\/([a-z-]+)\/(stage\/.+|ledger\.ts|random\.ts|waits\.ts)$/

/** The stage of every sandbox is the same, letter for letter: scenarios have one name and one meaning everywhere. */
export function checkCopies(files: SourceFile[], sandboxes: readonly string[]): Violation[] {
  const copies = new Map<string, Map<string, string>>()
  for (const { path, text } of files) {
    const [, sandbox = '', part = ''] = copied.exec(path) ?? []
    if (part === '') continue
    const bySandbox = copies.get(part) ?? new Map<string, string>()
    copies.set(part, bySandbox.set(sandbox, text))
  }
  return [...copies].flatMap(([part, bySandbox]) => {
    const [, first] = [...bySandbox][0] ?? []
    return sandboxes
      .filter(sandbox => bySandbox.get(sandbox) !== first)
      .map(sandbox => ({
        where: `src/sandbox/${sandbox}/${part}`,
        what: 'is not the copy that the other sandboxes have',
        remedy: 'change it in one of them and copy it to the others',
      }))
  })
}
