/** What an option of a scenario may hold. */
export interface Kind {
  /** For people: `a whole number`. */
  takes: string
  holds(value: unknown): boolean
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value)
const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

export const COUNT: Kind = { takes: 'a whole number', holds: value => isWhole(value) && value >= 0 }
export const TIMES: Kind = { takes: 'a whole number, 1 or more', holds: value => isWhole(value) && value >= 1 }
export const SHIFT: Kind = { takes: 'a whole number, also below 0', holds: isWhole }
export const STATUS: Kind = {
  takes: 'a status from 200 to 599',
  holds: value => isWhole(value) && value >= 200 && value <= 599,
}
export const CHANCE: Kind = {
  takes: 'a number above 0, up to 1',
  holds: value => typeof value === 'number' && value > 0 && value <= 1,
}
export const TEXT: Kind = { takes: 'a text', holds: isText }
export const FLAG: Kind = { takes: 'true or false', holds: value => typeof value === 'boolean' }
export const INSTANT: Kind = {
  takes: 'a time as in 2026-11-22T18:00:00Z',
  holds: value => isText(value) && !Number.isNaN(Date.parse(value)),
}
export const WAIT: Kind = {
  takes: 'seconds, or a date as in the header',
  holds: value => isText(value) || COUNT.holds(value),
}
export const BODY: Kind = {
  takes: 'an object (JSON) or a text (a page)',
  holds: value => typeof value === 'string' || (typeof value === 'object' && value !== null),
}

export function oneOf(...words: string[]): Kind {
  return { takes: words.join(' or '), holds: value => words.includes(value as string) }
}
