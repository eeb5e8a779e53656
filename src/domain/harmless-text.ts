/**
 * Text of strangers, fit to be shown to people: without control characters, its lines ended by `\n`, its addresses
 * defanged, at most `longest` UTF-16 units, and told where it was cut.
 */
export function toHarmlessText(text: string, longest: number): string {
  // Addresses grow by being defanged, so that the end is cut after it; what lies far beyond is not even looked at.
  const read = text.slice(0, longest + 1).replace(/\r\n?/g, '\n')
  const harmless = defang(read.replace(controlCharacters, '')).trim()
  if (harmless.length <= longest && text.length <= longest) return harmless
  return `${harmless.slice(0, longest - cutSign.length).replace(/[\uD800-\uDBFF]$/, '')}${cutSign}`
}

/** `hxxps://login[.]evil[.]example`, `198[.]51[.]100[.]7`, `eve[@]evil[.]example`: nothing to click on. Done twice it is as done once. */
export function defang(text: string): string {
  return text
    .replace(/\b(h)tt(ps?:\/\/)/gi, '$1xx$2')
    .replace(/(?<=[\p{L}\p{N}_.+-])@(?=[\p{L}\p{N}_[-])/gu, '[@]')
    .replace(dottedName, name => (isAddress(name) ? name.replaceAll('.', '[.]') : name))
}

const cutSign = ' […]'

/** Line breaks and tabs stay; what turns the direction of reading around does not. */
const controlCharacters = /[^\P{Cc}\n\t]|\p{Bidi_Control}/gu

/** Begins at the start of a name only, so that no long run of letters is read twice. */
const dottedName = /(?<![\p{L}\p{N}_-])[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+/gu

/** Four numbers, or a name whose last part could be a top-level domain; a decimal number is none. */
function isAddress(name: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(name) || /\.(\p{L}[\p{L}\p{N}-]+)$/u.test(name)
}
