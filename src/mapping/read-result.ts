import { type EngineFinding, type Finding, readFinding, type SilentResult } from '../domain/finding'
import type { JsonObject } from '../domain/json'
import type { Observable } from '../domain/observable'
import type { EnrichmentKind } from '../domain/result-table'
import { cutText } from './cut-text'
import { isRecordId } from './plain-values'
import { scanText } from './scan/scan-text'
import { findTlp, strictest } from './tlp'

/** A stored result, as far as it is told to others. */
export interface PostedResult {
  id: string
  kind: EnrichmentKind
  record: Record<string, string>
  unknown: JsonObject
  createdBy: string
  createdAt: number
  updatedAt: number
  /** Grows with every change. */
  modCount: number
}

/** A result as its ticket is told of it; `isChange` where the ticket knows an older form. */
export type ToldResult = PostedResult & { isChange?: boolean }

/** What a result says, read out of its columns. */
export interface ReadResult {
  /** What it is about: an observable, or a configuration item; empty where it names none. */
  value: string
  /** The value as an observable, where it is one. */
  observable: Observable | undefined
  engine: string
  finding: Finding | undefined
  /** ISO 8601, UTC; empty where it does not say. */
  firstFound: string
}

export function readResult({ record, unknown, createdBy }: PostedResult): ReadResult {
  const text = (column: string) => textOf(own(record, column)) || textOf(own(unknown, column))
  const value = text('observable') || text('cmdb_ci')
  return {
    value,
    observable: readValue(value, text('observable') === '' ? 'hostname' : undefined),
    engine: text('source_engine') || createdBy,
    finding: readFinding(text('finding')),
    firstFound: text('first_found') === '' ? '' : `${text('first_found').replace(' ', 'T')}Z`,
  }
}

/** What the engine says of the observable; undefined where the result says nothing of it. */
export function findingOf(result: PostedResult): EngineFinding | undefined {
  const { value, observable, engine, finding } = readResult(result)
  if (finding === undefined || value === '') return undefined
  const of = { at: result.updatedAt, result: result.id, ...markingOf(result) }
  return { observable: observable?.value ?? value, engine, finding, ...of }
}

/** Raw data is of another hand and goes nowhere but to SOAR. */
function markingOf({ record }: PostedResult): { marking?: string } {
  const { raw_data: _, ...told } = record
  const marking = strictest(findTlp(Object.values(told).join('\n')))
  return marking === undefined ? {} : { marking }
}

const longestSubject = 255

/** A result without a finding, in short; undefined where it has one. */
export function silenceOf(result: PostedResult): SilentResult | undefined {
  if (findingOf(result) !== undefined) return undefined
  const { value, engine } = readResult(result)
  return {
    id: result.id,
    about: cutText(value, longestSubject),
    engine: cutText(engine, longestSubject),
    at: result.updatedAt,
    ...markingOf(result),
  }
}

/** A CI is an address or else the name of a host; as a bare record id it means nothing in SOAR. */
function readValue(value: string, otherwise: 'hostname' | undefined): Observable | undefined {
  if (value === '' || (otherwise !== undefined && isRecordId(value))) return undefined
  const [read] = /\s/.test(value) ? [] : scanText(value, { extraSuffixes: ['example'], fileSuffixes: [] })
  if (otherwise === undefined) return read
  return read !== undefined && /^ipv[46]$/.test(read.type) ? read : { type: otherwise, value: value.toLowerCase() }
}

function own(values: JsonObject, column: string): string | undefined {
  const value = Object.hasOwn(values, column) ? values[column] : undefined
  return typeof value === 'string' ? value : undefined
}

function textOf(value: string | undefined): string {
  return (value ?? '').trim()
}
