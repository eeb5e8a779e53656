import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { readAuditKey } from '../../src/access/audit-key'
import { type ConfigFolder, createConfigFolder } from '../support/config-folder'

let folder: ConfigFolder
beforeEach(() => {
  folder = createConfigFolder()
})
afterEach(() => folder.remove())

test('a key that is absent is made, closed to others, and read again', () => {
  const file = path.join(folder.path, 'deep', 'audit-key')
  const key = readAuditKey(file, false)
  expect(key).toHaveLength(32)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readAuditKey(file, true)).toEqual(key)
  expect(readFileSync(file, 'utf8').trim()).toBe(key.toString('hex'))
})

test('a key that is gone is not made anew under chains that it keyed', () => {
  const file = path.join(folder.path, 'audit-key')
  expect(() => readAuditKey(file, true)).toThrow(expect.objectContaining({ code: 'audit-key-missing' }))
})

test.each([
  ['that others can read', 'a'.repeat(64), 0o604],
  ['that is none', 'secret', 0o600],
  ['that is empty', '', 0o600],
])('a key %s is refused, and not shown', (_, content, mode) => {
  const file = folder.write('audit-key', content, mode)
  expect(() => readAuditKey(file, false)).toThrow(
    expect.objectContaining({ code: 'audit-key-unusable', message: expect.not.stringContaining('aaaa') }),
  )
})
