import type { BulkTask, Issue, Person, Project } from './site'

/** What a site holds beside its settings, as JSON. */
export interface SiteState {
  projects: Project[]
  issues: Issue[]
  /** Files by id; bytes in Base64. */
  contents: [string, { issueId: string; bytes: string }][]
  tasks: [string, BulkTask][]
  /** Every key that an issue ever had, with its id. */
  keys: [string, string][]
  counters: [string, number][]
}

/** A state that was JSON once: where it holds a copy of somebody, or of a project, the one and only takes its place. */
export function relink<State>(state: State, known: { people: readonly Person[]; projects: readonly Project[] }): State {
  const people = new Map<unknown, Person>(known.people.map(person => [person.accountId, person]))
  const projects = new Map<unknown, Project>(known.projects.map(project => [project.key, project]))
  const visit = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(visit)
    const { accountId, key, components } = value as Record<string, unknown>
    const project = components === undefined ? undefined : projects.get(key)
    return people.get(accountId) ?? project ?? mapValues(value, visit)
  }
  return visit(state) as State
}

function mapValues(value: object, visit: (part: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, visit(part)]))
}

export function refill<Key, Value>(map: Map<Key, Value>, entries: readonly (readonly [Key, Value])[]): void {
  map.clear()
  for (const [key, value] of entries) map.set(key, value)
}
