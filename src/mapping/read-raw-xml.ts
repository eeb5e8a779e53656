import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { Json } from '../domain/json'

/** As deep as the JSON that we take. */
const deepest = 32

const predefined: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * Stands where the library would keep entities: those of XML itself and characters by their number are read, none can be
 * declared. Every one of them is longer than what it stands for, so that nothing grows.
 */
const entities = {
  reset: () => {},
  setXmlVersion: () => {},
  setExternalEntities: () => {},
  addInputEntities: () => {
    throw new Error('declared')
  },
  decode: (text: string) =>
    text.replace(/&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi, (whole, name, decimal, hex) => {
      if (name !== undefined) return predefined[name] ?? whole
      return characterOf(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)) ?? whole
    }),
}

function characterOf(code: number): string | undefined {
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : undefined
}

/**
 * Elements are members, repeated ones a list; `@id` is an attribute, `#text` the text beside attributes. All values are
 * text. A DOCTYPE is refused.
 */
export function readRawXml(text: string): { value: Json } | { expected: string } {
  const judged = XMLValidator.validate(text)
  if (judged !== true) return { expected: `well-formed XML (look at line ${judged.err.line ?? 1})` }
  try {
    return { value: createParser().parse(text) as Json }
  } catch {
    return { expected: `XML without a DOCTYPE, and with at most ${deepest} levels` }
  }
}

/** Callbacks get no path as text: building it for every element would take quadratic time. */
function createParser(): XMLParser {
  return new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    ignoreDeclaration: true,
    ignorePiTags: true,
    parseTagValue: false,
    jPath: false,
    maxNestedTags: deepest,
    entityDecoder: entities,
  })
}
