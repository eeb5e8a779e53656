import type { Flavor, Issue, Site } from '../site'
import { findJqlField, type JqlField } from './jql-fields'
import type { JqlOrder } from './jql-parse'

/** A place in a list; issues compare by it, and a page token remembers it. */
export type SortKey = (string | number | null)[]

export interface Ordering {
  keyOf(issue: Issue): SortKey
  compare(a: SortKey, b: SortKey): number
}

/** Without an order the newest come first; the id breaks every tie. Cloud ignores what it cannot sort by. */
export function createOrdering(site: Site, order: JqlOrder[], errors: string[]): Ordering {
  const wanted = order.length > 0 ? order : [{ field: 'created', isDescending: true }]
  const steps = wanted.flatMap(({ field: name, isDescending }) => {
    const field = findJqlField(site, name)
    if (field !== undefined) return [{ read: readerOf(field), sign: isDescending ? -1 : 1 }]
    if (mayRefuse(site.flavor)) errors.push(`Not able to sort using field '${name}'.`)
    return []
  })
  const lastSign = steps.at(-1)?.sign ?? -1
  const signs = [...steps.map(({ sign }) => sign), lastSign]
  return {
    keyOf: issue => [...steps.map(({ read }) => read(issue)), Number(issue.id)],
    compare: (a, b) => {
      for (const [i, sign] of signs.entries()) {
        const difference = compareValues(a[i] ?? null, b[i] ?? null)
        if (difference !== 0) return difference * sign
      }
      return 0
    },
  }
}

function mayRefuse(flavor: Flavor): boolean {
  return flavor === 'datacenter'
}

function readerOf(field: JqlField): (issue: Issue) => string | number | null {
  switch (field.kind) {
    case 'key':
      return ({ key }) => {
        const dash = key.lastIndexOf('-')
        return `${key.slice(0, dash)}-${key.slice(dash + 1).padStart(12, '0')}`
      }
    case 'names':
      return field.rank ?? (issue => field.read(issue)[0]?.[0] ?? null)
    case 'text':
      return issue => field.read(issue)[0]?.toLowerCase() ?? null
    default:
      return issue => field.read(issue)
  }
}

/** What has no value comes last. */
function compareValues(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return a < b ? -1 : 1
}
