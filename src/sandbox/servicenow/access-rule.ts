import { isObject } from './read-object'

export type Operation = 'read' | 'create' | 'write' | 'delete'

const OPERATIONS: readonly string[] = ['read', 'create', 'write', 'delete']

/** One access control rule, of a table or of one of its columns. */
export interface AccessRule {
  table: string
  /** Without it, the rule is about whole records. */
  field?: string
  operation: Operation
  /** One of them is needed; an empty list refuses everyone but administrators, `*` lets all through. */
  roles: readonly string[]
}

/** The rule in a control request, or undefined where it is none. */
export function readAccessRule(body: unknown): AccessRule | undefined {
  if (!isObject(body)) return undefined
  const { table, field, operation, roles } = body
  if (typeof table !== 'string' || !isOperation(operation) || !Array.isArray(roles)) return undefined
  return { table, operation, roles: roles.map(String), ...(typeof field === 'string' && { field }) }
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'string' && OPERATIONS.includes(value)
}
