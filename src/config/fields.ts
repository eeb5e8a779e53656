import { z } from 'zod'
import { nearestWord } from './nearest-word'

/** What a field says of itself: in its mistakes, in the docs and in editors. */
export interface FieldWords {
  meaning: string
  /** Completes "expected …". */
  expected: string
  /** Completes "for example …"; never a real secret. */
  example: string | number | boolean
}

export type Accepts = RegExp | ((value: string) => boolean)

export function explain({ expected, example }: Pick<FieldWords, 'expected' | 'example'>): string {
  return `expected ${expected}; for example ${example}`
}

/** A string; a pattern also reaches editors, a predicate does not. */
export function text(words: FieldWords, accepts: Accepts = isFilled) {
  const error = explain(words)
  const base = z.string({ error })
  const checked = accepts instanceof RegExp ? base.regex(accepts, { error }) : base.refine(accepts, { error })
  return checked.meta(describeField(words))
}

/** A number; text of digits will do, because environment variables are text. */
export function number(words: FieldWords, range: { min: number; max: number }) {
  const error = explain(words)
  const inRange = z.number({ error }).min(range.min, { error }).max(range.max, { error })
  return z.preprocess(numberFromText, inRange.meta(describeField(words)))
}

export function wholeNumber(words: FieldWords, range: { min: number; max: number }) {
  const error = explain(words)
  const inRange = z.int({ error }).min(range.min, { error }).max(range.max, { error })
  return z.preprocess(numberFromText, inRange.meta(describeField(words)))
}

export function flag(meaning: string) {
  const words = { meaning, expected: 'true or false', example: true }
  return z.preprocess(flagFromText, z.boolean({ error: explain(words) }).meta(describeField(words)))
}

export function choice<const Values extends readonly [string, ...string[]]>(meaning: string, values: Values) {
  const words = { meaning, expected: `one of ${values.join(', ')}`, example: values[0] }
  return z.enum(values, { error: explain(words) }).meta(describeField(words))
}

/** A list; `atLeast` 0 allows the empty one. */
export function list<Item extends z.ZodType>(item: Item, words: FieldWords & { atLeast: 0 | 1 }) {
  const error = explain(words)
  return z.array(item, { error }).min(words.atLeast, { error }).meta({ description: words.meaning })
}

/** A mapping whose keys the user chooses, one of them at least. */
export function mapping<Value extends z.ZodType>(value: Value, words: FieldWords) {
  const error = explain(words)
  const filled = z.record(z.string(), value, { error }).refine(entries => Object.keys(entries).length > 0, { error })
  return filled.meta(describeField(words))
}

/** A mapping of known keys; the mistakes of several unknown keys come as one line each, in the order of the keys. */
export function section<Shape extends z.ZodRawShape>(meaning: string, shape: Shape) {
  const known = Object.keys(shape)
  const expected = explain({ expected: 'a mapping', example: `{ ${known[0]}: … }` })
  return z
    .strictObject(shape, {
      error: issue =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key: string) => explainUnknownKey(key, known)).join('\n')
          : expected,
    })
    .meta({ description: meaning })
}

function explainUnknownKey(key: string, known: readonly string[]): string {
  const nearest = nearestWord(key, known)
  const hint = nearest === null ? `for example ${known[0]}` : `did you mean ${nearest}?`
  return `expected one of ${known.join(', ')}; ${hint}`
}

function describeField(words: FieldWords) {
  return { description: words.meaning, examples: [words.example] }
}

function isFilled(value: string): boolean {
  return value.trim() !== ''
}

function numberFromText(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,15}(\.\d{1,6})?$/.test(value) ? Number(value) : value
}

function flagFromText(value: unknown): unknown {
  if (value === 'true') return true
  return value === 'false' ? false : value
}
