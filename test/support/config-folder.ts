import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface ConfigFolder {
  path: string
  /** Writes a file that only its owner can read, unless a mode is given; answers its path. */
  write(name: string, content: string, mode?: number): string
  remove(): void
}

/** A folder of its own for one test's `bridge.yaml` and the files beside it. */
export function createConfigFolder(): ConfigFolder {
  const path = mkdtempSync(join(tmpdir(), 'soarbridge-config-'))
  return {
    path,
    write(name, content, mode = 0o600) {
      const file = join(path, name)
      writeFileSync(file, content)
      chmodSync(file, mode)
      return file
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}
