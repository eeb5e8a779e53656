import { BridgeError } from '../../../errors'

/** One value of a filter. A `Date` is an instant; SOAR's columns keep them in UTC. */
export type Scalar = string | number | boolean | null | Date

/** What a filter may compare with. SOAR reads it as a Python literal (soar.md section 4). */
export type Literal = Scalar | readonly Literal[]

/** A JSON string is the same Python string: both know the escapes that `JSON.stringify` writes. Words differ. */
export function encodeLiteral(value: Literal): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return encodeNumber(value)
  if (value instanceof Date) return encodeInstant(value)
  return `[${value.map(encodeLiteral).join(', ')}]`
}

/** Beyond the safe integers a number is no longer the one that was meant. */
function encodeNumber(value: number): string {
  if (Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value))) return String(value)
  throw new BridgeError('rejected', 'A SOAR filter takes numbers that are exact', { code: 'bad-filter' })
}

/** SOAR writes microseconds. */
function encodeInstant(value: Date): string {
  if (Number.isNaN(value.getTime())) {
    throw new BridgeError('rejected', 'A SOAR filter takes times that exist', { code: 'bad-filter' })
  }
  return JSON.stringify(value.toISOString().replace('Z', '000Z'))
}
