import type { IssueType, Named, Status } from './catalog'
import { relink, type SiteState } from './site-state'

export type Flavor = 'cloud' | 'datacenter'

/** Someone with an account: Cloud shows the account id, Data Center name and key. */
export interface Person {
  accountId: string
  name: string
  email: string
  displayName: string
  accountType: 'atlassian'
}

export interface Project extends Named {
  key: string
  components: Named[]
}

export interface Comment {
  id: string
  /** Wiki markup; REST v3 shows it as a document. */
  body: string
  author: Person
  updateAuthor: Person
  created: number
  updated: number
  visibility?: unknown
  properties: { key: string; value: unknown }[]
}

export interface IssueFields {
  summary: string
  description: string | null
  environment: string | null
  issuetype: IssueType
  priority: Named | null
  status: Status
  resolution: Named | null
  assignee: Person | null
  reporter: Person | null
  labels: string[]
  components: Named[]
  /** `YYYY-MM-DD`. */
  duedate: string | null
  /** By `customfield_10xxx`, as sent. */
  custom: Record<string, unknown>
}

export interface Issue {
  /** Never changes; the key does, on a move. */
  id: string
  key: string
  project: Project
  fields: IssueFields
  comments: Comment[]
  creator: Person
  created: number
  updated: number
  resolved: number | null
}

/** All that the site holds. */
export interface Site {
  readonly flavor: Flavor
  /** Where the site listens, once it does. */
  url: string
  /** What every account logs in with: API token, personal access token, password. */
  readonly token: string
  readonly people: Person[]
  readonly projects: Project[]
  readonly issues: Map<string, Issue>
  now(): number
  /** Ids are numbers in strings, one sequence a kind. */
  nextId(kind: 'issue' | 'comment' | 'changelog' | 'webhook'): string
  nextKey(project: Project): string
  findIssue(idOrKey: string): Issue | undefined
  /** The issue takes the new key; the old one keeps leading to it. */
  rename(issue: Issue, key: string): void
  /** The moment of a change: later than the issue's last one even within one millisecond. */
  touch(issue: Issue): number
  snapshot(): SiteState
  /** Replaces everything by a snapshot. */
  load(state: SiteState): void
  clear(): void
}

export interface SiteSettings {
  flavor: Flavor
  token: string
  projects: { key: string; name: string }[]
  now: () => number
}

/** The account of whoever integrates. */
export const BOT = createPerson(1, 'soarbridge', 'SOAR Bridge')
/** Moves issues, where a test asks for it. */
export const MOVER = createPerson(2, 'rdiaz', 'Rosa Diaz')
const PEOPLE: Person[] = [BOT, MOVER, createPerson(3, 'sreed', 'Sam Reed')]

function createPerson(number: number, name: string, displayName: string): Person {
  const accountId = `5c0ffee${String(number).padStart(17, '0')}`
  return { accountId, name, email: `${name}@acme.example`, displayName, accountType: 'atlassian' }
}

export function createSite(settings: SiteSettings): Site {
  const issues = new Map<string, Issue>()
  const idByKey = new Map<string, string>()
  const counters = new Map<string, number>()
  const count = (name: string, from: number) => {
    const next = (counters.get(name) ?? from) + 1
    counters.set(name, next)
    return next
  }
  const projects = settings.projects.map(createProject)
  return {
    flavor: settings.flavor,
    url: '',
    token: settings.token,
    people: PEOPLE,
    projects,
    issues,
    now: settings.now,
    nextId: kind => String(count(kind, 10_000)),
    nextKey: project => `${project.key}-${count(project.key, 0)}`,
    findIssue: idOrKey => issues.get(idOrKey) ?? issues.get(idByKey.get(idOrKey.toUpperCase()) ?? ''),
    rename: (issue, key) => {
      issue.key = key
      idByKey.set(key, issue.id)
      issues.set(issue.id, issue)
    },
    touch: issue => {
      issue.updated = Math.max(settings.now(), issue.updated + 1)
      return issue.updated
    },
    snapshot: () => ({ projects, issues: [...issues.values()], keys: [...idByKey], counters: [...counters] }),
    load: state => {
      projects.splice(0, projects.length, ...state.projects)
      refill(
        issues,
        relink(state.issues, { people: PEOPLE, projects }).map(issue => [issue.id, issue]),
      )
      refill(idByKey, state.keys)
      refill(counters, state.counters)
    },
    clear: () => {
      projects.splice(0, projects.length, ...settings.projects.map(createProject))
      issues.clear()
      idByKey.clear()
      counters.clear()
    },
  }
}

function refill<Key, Value>(map: Map<Key, Value>, entries: readonly [Key, Value][]): void {
  map.clear()
  for (const [key, value] of entries) map.set(key, value)
}

function createProject(project: { key: string; name: string }, index: number): Project {
  const firstId = 10_000 + index * 10
  return {
    id: String(10_000 + index),
    ...project,
    components: ['Endpoint', 'Network', 'E-mail'].map((name, i) => ({ id: String(firstId + i), name })),
  }
}
