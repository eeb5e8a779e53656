import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { BridgeError } from '../errors'

const shape = /^[0-9a-f]{64}\n?$/

/**
 * The key of the audit log's chains, 256 bits in hex. Made when it is absent and no chain began; raises `misconfigured`
 * where others can read it, where it is no key, or where the chains began and it is gone.
 */
export function readAuditKey(file: string, hasChains: boolean): Buffer {
  if (!existsSync(file)) {
    if (hasChains) {
      const message = `the audit log was begun with a key that is gone; put its file ${file} back`
      throw new BridgeError('misconfigured', message, { code: 'audit-key-missing' })
    }
    writeKey(file)
  }
  const text = readFileSync(file, 'utf8')
  if (!shape.test(text) || (statSync(file).mode & 0o007) !== 0) {
    const message = `${file} must hold 64 hex digits and be closed to others (chmod 600); it keys the audit log`
    throw new BridgeError('misconfigured', message, { code: 'audit-key-unusable' })
  }
  return Buffer.from(text.trim(), 'hex')
}

/** Whole or not at all, whenever the process ends. */
function writeKey(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true })
  const draft = `${file}.draft`
  writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 })
  chmodSync(draft, 0o600)
  renameSync(draft, file)
}
