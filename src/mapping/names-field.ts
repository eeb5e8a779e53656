import type { Rules } from './rules'

/** Where the rules name fields by their paths; templates name them anywhere. */
const pathKeys = new Set([
  'from',
  'field',
  'owner',
  'dueTime',
  'startTime',
  'texts',
  'fields',
  'textFields',
  'hostFields',
  'userFields',
])

/** Whether the rules read a field of the ticket. */
export function namesField(rules: Rules, field: string): boolean {
  const isNamedBy = (path: string) => path === field || path.startsWith(`${field}.`)
  const isIn = (template: string) =>
    template.split('{').some((part, index) => index > 0 && isNamedBy(part.slice(0, Math.max(0, part.indexOf('}')))))
  const visit = (value: unknown, isPath: boolean): boolean => {
    if (typeof value === 'string') return (isPath && isNamedBy(value)) || isIn(value)
    if (Array.isArray(value)) return value.some(member => visit(member, isPath))
    if (typeof value !== 'object' || value === null) return false
    return Object.entries(value).some(([key, member]) => visit(member, pathKeys.has(key)))
  }
  return visit(rules, false)
}
