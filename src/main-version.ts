import { readFileSync } from 'node:fs'
import path from 'node:path'

/** The package, seen from `dist/src`. */
export const packageFolder = path.join(__dirname, '..', '..')

export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')) as { version: string }
  return version
}
