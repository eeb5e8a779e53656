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

/** What a site remembers. */
export interface SiteMemory {
  projects: Project[]
  issues: Map<string, Issue>
  contents: Map<string, { issueId: string; bytes: Buffer }>
  tasks: Map<string, BulkTask>
  idByKey: Map<string, string>
  counters: Map<string, number>
}

export function snapshotSite({ projects, issues, contents, tasks, idByKey, counters }: SiteMemory): SiteState {
  return {
    projects,
    issues: [...issues.values()],
    contents: Array.from(contents, ([id, { issueId, bytes }]) => [id, { issueId, bytes: bytes.toString('base64') }]),
    tasks: [...tasks],
    keys: [...idByKey],
    counters: [...counters],
  }
}

/** Replaces everything. */
export function loadSite(memory: SiteMemory, state: SiteState, people: readonly Person[]): void {
  const { projects } = memory
  projects.splice(0, projects.length, ...state.projects)
  const { issues, tasks } = relink({ issues: state.issues, tasks: state.tasks }, { people, projects })
  refill(
    memory.issues,
    // A state of former days knows of nobody who watches.
    issues.map(issue => [issue.id, { ...issue, watchers: issue.watchers ?? [] }]),
  )
  refill(
    memory.contents,
    state.contents.map(([id, { issueId, bytes }]) => [id, { issueId, bytes: Buffer.from(bytes, 'base64') }]),
  )
  refill(memory.tasks, tasks)
  refill(memory.idByKey, state.keys)
  refill(memory.counters, state.counters)
}

function refill<Key, Value>(map: Map<Key, Value>, entries: readonly [Key, Value][]): void {
  map.clear()
  for (const [key, value] of entries) map.set(key, value)
}
