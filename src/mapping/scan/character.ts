/** Stands for a dot that was written defanged (`[.]`), so that later steps know it was meant as an address. */
export const refangedDot = '\uE000'
const refangedDotCode = 0xe000

const foreignPattern = /^[\p{L}\p{N}\p{M}]$/u

/** Answers for ASCII by table, since a scan asks of every character. The end of a text (NaN) is in no class. */
function createClass(pattern: RegExp): (code: number) => boolean {
  const members = Uint8Array.from({ length: 128 }, (_none, code) => (pattern.test(String.fromCharCode(code)) ? 1 : 0))
  return code => members[code] === 1
}

export const isAlphanumeric = createClass(/[A-Za-z0-9]/)
export const isHexDigit = createClass(/[A-Fa-f0-9]/)
const isWordAscii = createClass(/[\w.+%@:/\\-]/)
const isAuthorityAscii = createClass(/[\w.+%@:~!$&=[\]-]/)

/** Part of an unbroken word: address characters, and letters, digits and marks of other scripts; half characters (emoji) divide. */
export function isWordPart(code: number): boolean {
  return code < 128 ? isWordAscii(code) : code === refangedDotCode || isForeignLetter(code)
}

/** Part of a URL's user, host and port. */
export function isAuthorityPart(code: number): boolean {
  return code < 128 ? isAuthorityAscii(code) : code === refangedDotCode || isForeignLetter(code)
}

function isForeignLetter(code: number): boolean {
  return code > 127 && foreignPattern.test(String.fromCharCode(code))
}

/** Takes off what surrounds a name in a sentence. A leading underscore stays (`_dmarc`), unless one at the end pairs with it. */
export function trimPunctuation(text: string): string {
  let end = text.length
  while (end > 0 && `._%+-${refangedDot}`.includes(text.charAt(end - 1))) end--
  let start = text.startsWith('_') && text.endsWith('_') ? 1 : 0
  while (start < end && '.%+-'.includes(text.charAt(start))) start++
  return text.slice(start, end)
}
