import { BridgeError } from '../../errors'
import { encodeLiteral, type Literal } from './query/literal'
import { checkPath, checkSort } from './query/names'
import { checkOperand, type Operands, type Operator } from './query/operators'

/**
 * One condition. `field` may traverse: `owner__username`, `cef__sourceAddress`, `custom_fields.rank`. Its operator stands
 * beside it, which lets the compiler check the value, or at its end: `id__in`. None is `exact`; a boolean column takes no
 * other (soar.md section 4).
 */
export type Filter = (TypedCondition | { field: string; operator?: never; value: Literal }) & {
  /** `_exclude_`: what does not meet it, also where the field is null. */
  exclude?: boolean
}

type TypedCondition = { [O in Operator]: { field: string; operator: O; value: Operands[O] } }[Operator]

const flagValues = {
  /** Large columns, such as `data` and `result_data`; slow. */
  include_expensive: 'true',
  /** Adds `_pretty_*`: names behind ids, relative times; slow. */
  pretty: 'true',
  /** /rest/ph_user */
  include_automation: 'true',
  /** /rest/artifact */
  include_all_cef_types: 'true',
  /** /rest/container */
  _annotation_authorized_users: 'true',
  /** /rest/note */
  _annotation_container_attachments: 'true',
  /** /rest/asset */
  _special_app_info: 'true',
  /** /rest/evidence */
  _special_content_type: 'True',
  /** /rest/indicator; without it the last days only. */
  timerange: 'all',
} as const

/** What a list shows beyond its plain records. */
export type ListFlag = keyof typeof flagValues

export interface ListQuery {
  /** All must hold; SOAR has no OR. */
  filters?: readonly Filter[]
  /** A column, or `custom_fields.<name>`. Default `id`: SOAR's own default is not documented. */
  sort?: string
  order?: 'asc' | 'desc'
  /** 1 to 100, default 100; SOAR takes 0 for everything, which is never asked for. */
  pageSize?: number
  flags?: readonly ListFlag[]
}

export const largestPage = 100

/**
 * The query of one page, counted from 0. Values are always encoded and names checked, so that no value becomes a clause.
 * Raises `rejected` with code `bad-filter`, also where one condition comes twice: which of them SOAR takes is not known.
 */
export function buildQuery(list: ListQuery, page: number): [string, string][] {
  const filters = (list.filters ?? []).map(encodeFilter)
  if (new Set(filters.map(([name]) => name)).size < filters.length) {
    throw new BridgeError('rejected', 'A SOAR filter has one condition twice', { code: 'bad-filter' })
  }
  return [
    ...filters,
    ['sort', checkSort(list.sort ?? 'id')],
    ['order', list.order === 'desc' ? 'desc' : 'asc'],
    ['page', String(page)],
    ['page_size', String(pageSizeOf(list))],
    ...buildFlags(list.flags ?? []),
  ]
}

/** Flags alone, for a single record. */
export function buildFlags(flags: readonly ListFlag[]): [string, string][] {
  return flags.map(flag => [flag, flagValues[flag]])
}

export function pageSizeOf(list: ListQuery): number {
  return Math.min(Math.max(Math.trunc(list.pageSize ?? largestPage), 1), largestPage)
}

/** Field and operator as SOAR writes them: `id__gt`. */
export function pathOf({ field, operator }: Filter): string {
  return operator === undefined ? field : `${field}__${operator}`
}

function encodeFilter(filter: Filter): [string, string] {
  const path = checkPath(pathOf(filter))
  checkOperand(path, filter.value)
  return [`_${filter.exclude === true ? 'exclude' : 'filter'}_${path}`, encodeLiteral(filter.value)]
}

/** An id as SOAR numbers its records, safe in a path. */
export function checkId(id: string): string {
  if (/^[0-9]{1,15}$/.test(id)) return id
  throw new BridgeError('rejected', 'A SOAR id is a whole number', { code: 'bad-id' })
}
