import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { JsonObject } from '../../src/domain/json'

/** A sample written by hand, `test/fixtures/<name>.json`. */
export function readFixture(name: string): JsonObject {
  return JSON.parse(readFileSync(path.resolve('test', 'fixtures', `${name}.json`), 'utf8'))
}
