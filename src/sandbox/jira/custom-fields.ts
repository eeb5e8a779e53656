import type { Named } from './catalog'

/** `textarea` holds text in REST v2 and documents in v3; `any` takes whatever is sent. */
export type CustomFieldType = 'string' | 'textarea' | 'number' | 'date' | 'option' | 'array' | 'any'

/** A field that an administrator made; its id is `customfield_1xxxx`. */
export interface CustomField extends Named {
  type: CustomFieldType
}

const STANDING: readonly CustomField[] = [
  { id: 'customfield_10001', name: 'Team', type: 'any' },
  { id: 'customfield_10002', name: 'Change reason', type: 'option' },
  { id: 'customfield_10003', name: 'Approvers', type: 'array' },
  { id: 'customfield_10005', name: 'Change type', type: 'option' },
  { id: 'customfield_10014', name: 'Epic Link', type: 'any' },
  { id: 'customfield_10015', name: 'Start date', type: 'date' },
  { id: 'customfield_10016', name: 'Story point estimate', type: 'number' },
  { id: 'customfield_10020', name: 'Sprint', type: 'array' },
  { id: 'customfield_10021', name: 'Flagged', type: 'array' },
  { id: 'customfield_10030', name: 'Source address', type: 'string' },
  { id: 'customfield_10031', name: 'Affected host', type: 'string' },
  { id: 'customfield_10032', name: 'Risk score', type: 'number' },
  { id: 'customfield_10033', name: 'Analysis', type: 'textarea' },
]

/** The fields every site has, and those of this one. */
export function listCustomFields(own: readonly CustomField[]): readonly CustomField[] {
  return [...STANDING.filter(({ id }) => !own.some(field => field.id === id)), ...own]
}

/** Why Jira refuses the value, or null. */
export function judgeCustomValue({ type }: CustomField, value: unknown): string | null {
  if (value === null) return null
  switch (type) {
    case 'string':
      return typeof value === 'string' ? null : 'Operation value must be a string'
    case 'number':
      return typeof value === 'number' ? null : 'Operation value must be a number'
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)
        ? null
        : "Operation value must be a string in the format 'yyyy-MM-dd'"
    case 'array':
      return Array.isArray(value) ? null : 'data was not an array'
    case 'option':
      return typeof value === 'object' ? null : 'Specify a valid value for this field'
    default:
      return null
  }
}
