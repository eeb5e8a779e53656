import { isUtf8 } from 'node:buffer'
import type { Json, JsonObject } from './json'

export const maxDepth = 32

/** A value, or the stable code of why the bytes are not acceptable JSON; never a piece of the input. */
export type StrictJson = { value: Json } | { failure: StrictFailure }
export type StrictFailure =
  | 'json-invalid'
  | 'json-not-utf8'
  | 'json-too-deep'
  | 'json-duplicate-key'
  | 'json-forbidden-key'
  | 'json-forbidden-character'
  | 'json-unsafe-number'

interface Outline {
  depth: number
  /** Members of all objects together: the colons outside strings. */
  members: number
}

/**
 * Reads JSON as every later reader will read it, or refuses: UTF-8 without BOM, at most 32 levels, no duplicate or
 * prototype keys, no NUL, no lone surrogate, no integer beyond 2^53. One pass over the text, then the native parser.
 */
export function parseStrict(bytes: Buffer): StrictJson {
  if (!isUtf8(bytes) || (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf))
    return { failure: 'json-not-utf8' }
  const text = bytes.toString('utf8')
  const outline = outlineOf(text)
  if (outline.depth > maxDepth) return { failure: 'json-too-deep' }
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch {
    return { failure: 'json-invalid' }
  }
  const findings: Findings = { members: 0, hasUnicodeEscape: text.includes('\\u'), failure: undefined }
  inspect(value, findings)
  if (findings.failure !== undefined) return { failure: findings.failure }
  // The parser keeps the last of two equal keys, so the parsed value then has fewer members than the text.
  return findings.members === outline.members ? { value } : { failure: 'json-duplicate-key' }
}

const quote = 0x22
const backslash = 0x5c

/** Strings are leapt over by the native search: most of a body is in them. */
function outlineOf(text: string): Outline {
  let depth = 0
  let deepest = 0
  let members = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === quote) index = endOfString(text, index)
    else if (code === 0x3a) members += 1
    else if (code === 0x7b || code === 0x5b) {
      depth += 1
      if (depth > deepest) deepest = depth
    } else if (code === 0x7d || code === 0x5d) depth -= 1
  }
  return { depth: deepest, members }
}

/** Where the string that begins at `start` ends; behind the text when it does not. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end < 0 ? text.length : end
}

/** An odd number of backslashes stands before it. */
function isEscaped(text: string, at: number): boolean {
  let first = at
  while (text.charCodeAt(first - 1) === backslash) first -= 1
  return (at - first) % 2 === 1
}

interface Findings {
  members: number
  /** NUL and lone surrogates can only come from an escape: the bytes are valid UTF-8, and JSON admits no raw control character. */
  hasUnicodeEscape: boolean
  failure: StrictFailure | undefined
}

/** Recursion is bounded: the depth was checked before. */
function inspect(value: Json, findings: Findings): void {
  if (typeof value === 'string') inspectText(value, findings)
  else if (typeof value === 'number') {
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
      findings.failure = 'json-unsafe-number'
    }
  } else if (Array.isArray(value)) {
    for (const item of value) inspect(item, findings)
  } else if (typeof value === 'object' && value !== null) inspectMembers(value, findings)
}

function inspectMembers(value: JsonObject, findings: Findings): void {
  // The native parser's objects inherit nothing that could show up here, and this is the fastest way through them.
  for (const key in value) {
    findings.members += 1
    inspectText(key, findings)
    const member = value[key] as Json
    if (key === '__proto__' || (key === 'constructor' && hasPrototype(member))) findings.failure = 'json-forbidden-key'
    inspect(member, findings)
  }
}

function hasPrototype(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype')
}

function inspectText(text: string, findings: Findings): void {
  if (!findings.hasUnicodeEscape) return
  if (text.includes('\u0000') || !text.isWellFormed()) findings.failure = 'json-forbidden-character'
}
