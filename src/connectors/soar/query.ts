import { BridgeError } from '../../errors'

/** What a filter may compare with. SOAR reads it as a Python literal (soar.md section 4). */
export type Literal = string | number | boolean | null | readonly Literal[]

/** `field` may traverse and end in an operator: `owner__username`, `id__in`. Several filters are joined by AND; there is no OR. */
export interface Filter {
  field: string
  value: Literal
}

export interface ListQuery {
  filters?: readonly Filter[]
  /** Default `id`: SOAR's own default is not documented. */
  sort?: string
  order?: 'asc' | 'desc'
  /** 1 to 100, default 100; SOAR takes 0 for everything, which is never asked for. */
  pageSize?: number
}

export const largestPage = 100

/** The query of one page, counted from 0. Values are always encoded and names checked, so that no value becomes a clause. */
export function buildQuery(list: ListQuery, page: number): [string, string][] {
  const filters = (list.filters ?? []).map(({ field, value }): [string, string] => [
    `_filter_${checkField(field)}`,
    encodeLiteral(value),
  ])
  return [
    ...filters,
    ['sort', checkField(list.sort ?? 'id')],
    ['order', list.order ?? 'asc'],
    ['page', String(page)],
    ['page_size', String(pageSizeOf(list))],
  ]
}

export function pageSizeOf(list: ListQuery): number {
  return Math.min(Math.max(Math.trunc(list.pageSize ?? largestPage), 1), largestPage)
}

/** A JSON string is the same Python string: both know the escapes that `JSON.stringify` writes. Words differ. */
export function encodeLiteral(value: Literal): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return encodeNumber(value)
  return `[${value.map(encodeLiteral).join(', ')}]`
}

function encodeNumber(value: number): string {
  if (Number.isSafeInteger(value)) return String(value)
  throw new BridgeError('rejected', 'A SOAR filter takes whole numbers only', { code: 'bad-filter' })
}

function checkField(field: string): string {
  if (/^[A-Za-z][A-Za-z0-9_.]{0,99}$/.test(field)) return field
  throw new BridgeError('rejected', 'A SOAR filter names a field that cannot exist', { code: 'bad-filter' })
}

/** An id as SOAR numbers its records, safe in a path. */
export function checkId(id: string): string {
  if (/^[0-9]{1,15}$/.test(id)) return id
  throw new BridgeError('rejected', 'A SOAR id is a whole number', { code: 'bad-id' })
}
