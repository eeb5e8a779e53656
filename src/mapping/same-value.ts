import { canonicalJson, type Json } from '../domain/json'
import type { SyncedField } from './field-policy'

/** Whether two values of a field mean the same: words whatever their case, times by their instant, tags in any order. */
export function isSameValue(field: SyncedField, one: Json, other: Json): boolean {
  return formOf(field, one) === formOf(field, other)
}

/** Tags as a sorted list, each once. */
export function tagsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? [...new Set(value.filter(tag => typeof tag === 'string'))].sort() : []
}

function formOf(field: SyncedField, value: Json): string {
  if (field === 'tags') return canonicalJson(tagsOf(value))
  if (typeof value !== 'string') return canonicalJson(value)
  if (field === 'name' || field === 'description') return canonicalJson(value.replaceAll('\r\n', '\n').trim())
  const time = field === 'dueTime' ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? canonicalJson(value.trim().toLowerCase()) : String(time)
}
