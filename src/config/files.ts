import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isJsonObject } from '../domain/json'
import type { FieldPath, Mistakes } from './mistakes'

/** What stands in the tree for a file that could not be read, so that the other checks go on. */
const standIn = 'stands in for an unreadable file'
const largestBytes = 1_000_000

const secretFields = ['token', 'password', 'header', 'secrets']
const pemFields: Record<string, { isSecret: boolean }> = {
  caFile: { isSecret: false },
  certFile: { isSecret: false },
  keyFile: { isSecret: true },
  clientCertFile: { isSecret: false },
  clientKeyFile: { isSecret: true },
}

/** Public keys of the identity provider; what they must be like, the schema says. */
const keySetField = 'jwksFile'

/** The section whose file is made where it is absent, and read by who needs it. */
const keptAsPath = 'audit'

interface Parts {
  folder: string
  mistakes: Mistakes
}

/**
 * Reads the files that fields name, relative to `folder`: `tokenFile` becomes `token`, `secretsFile` the list of its
 * lines, and fields of certificates and keys hold the content where they held the path.
 */
export function readFiles(tree: unknown, parts: Parts, path: FieldPath = []): unknown {
  if (Array.isArray(tree)) return tree.map((item, index) => readFiles(item, parts, [...path, index]))
  if (!isJsonObject(tree)) return tree
  const members = Object.entries(tree).flatMap(([key, value]): [string, unknown][] => {
    const at = [...path, key]
    if (typeof value !== 'string') return [[key, readFiles(value, parts, at)]]
    const secretField = secretFields.find(field => key === `${field}File`)
    if (secretField !== undefined) {
      const secret = readSecret(value, parts, at)
      if (tree[secretField] === undefined)
        return [[secretField, secretField === 'secrets' ? secret.split('\n') : secret]]
      parts.mistakes.add(at, `expected either ${secretField} or ${key}, not both; for example ${key} alone`)
      return []
    }
    if (key === keySetField) return [[key, readFile(value, { ...parts, isSecret: false }, at)]]
    const pem = path[0] === keptAsPath ? undefined : pemFields[key]
    return [[key, pem === undefined ? value : readPem(value, { ...parts, isSecret: pem.isSecret }, at)]]
  })
  return Object.fromEntries(members)
}

/** Strips exactly one trailing line break: editors and `echo` add one, a second one is a mistake. */
function readSecret(file: string, parts: Parts, path: FieldPath): string {
  return readFile(file, { ...parts, isSecret: true }, path)
    .replace(/\r?\n$/, '')
    .replaceAll('\r\n', '\n')
}

function readPem(file: string, parts: Parts & { isSecret: boolean }, path: FieldPath): string {
  const content = readFile(file, parts, path)
  if (content !== standIn && !content.includes('-----BEGIN ')) {
    parts.mistakes.add(
      path,
      'expected a file in PEM format; for example one that begins with -----BEGIN CERTIFICATE-----',
    )
  }
  return content
}

function readFile(file: string, parts: Parts & { isSecret: boolean }, path: FieldPath): string {
  const refuse = (expected: string) => {
    parts.mistakes.add(path, expected)
    return standIn
  }
  let handle: number | undefined
  try {
    // Non-blocking, since opening a named pipe would wait for its writer. Asked of the opened file, so that no other takes its place.
    handle = openSync(resolve(parts.folder, file), constants.O_RDONLY | constants.O_NONBLOCK)
    const facts = fstatSync(handle)
    if (!facts.isFile()) return refuse('expected a plain file; for example secrets/token')
    if (facts.size > largestBytes)
      return refuse('expected a file of at most 1 MB; for example one that holds only this value')
    if (parts.isSecret && (facts.mode & 0o007) !== 0) {
      return refuse('expected a file that others cannot read; for example mode 0600 (chmod 600)')
    }
    return readFileSync(handle, 'utf8')
  } catch (error) {
    return refuse(`expected a readable file (${reasonOf(error)}); for example a path beside the configuration file`)
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}

/** The system's own word, such as `ENOENT`. */
export function reasonOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unreadable'
}
