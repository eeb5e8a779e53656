import type { IssueType, Named, Status } from './catalog'
import { type CustomField, listCustomFields } from './custom-fields'
import { SITE_TIME_ZONE } from './format-time'
import type { ChangelogItem } from './issues/changelog'
import { loadSite, type SiteMemory, type SiteState, snapshotSite } from './site-state'

export type Flavor = 'cloud' | 'datacenter'

/** Someone with an account: Cloud shows the account id, Data Center name and key. */
export interface Person {
  accountId: string
  name: string
  email: string
  displayName: string
  accountType: 'atlassian'
  /** In which the person's JQL reads bare times. */
  timeZone: string
  groups: string[]
  roles: string[]
}

export interface Project extends Named {
  key: string
  components: Named[]
  /** Names of those who may see it, or null for everybody with an account. */
  readers: string[] | null
}

/** One change of an issue, as its changelog keeps it. */
export interface HistoryEntry {
  id: string
  author: Person
  created: number
  items: ChangelogItem[]
}

/** A file of an issue; its bytes are in the site's `contents`. */
export interface Attachment {
  id: string
  filename: string
  mimeType: string
  size: number
  author: Person
  created: number
}

/** A link from an issue to something elsewhere; what a request left out is null. */
export interface RemoteLink {
  id: number
  globalId: string | null
  application: Record<string, unknown> | null
  relationship: string | null
  object: Record<string, unknown>
}

/** Only members of the group, or holders of the role, see the comment. */
export interface Visibility {
  type: 'group' | 'role'
  value: string
}

export interface Comment {
  id: string
  /** Wiki markup; REST v3 shows it as a document. */
  body: string
  author: Person
  updateAuthor: Person
  created: number
  updated: number
  visibility?: Visibility
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
  attachments: Attachment[]
  remoteLinks: RemoteLink[]
  watchers: Person[]
  properties: Record<string, unknown>
  history: HistoryEntry[]
  creator: Person
  created: number
  updated: number
  resolved: number | null
}

export interface BulkTask {
  by: Person
  at: number
  issueIds: number[]
}

/** An OAuth 2.0 app of Cloud: its access token logs in as the bot, its secret signs what webhooks carry. */
export interface OAuthApp {
  clientId: string
  clientSecret: string
  accessToken: string
}

export type IdKind = 'issue' | 'comment' | 'changelog' | 'webhook' | 'attachment' | 'remotelink' | 'task'

/** The fields that a transition takes, by id. */
export type Screen = Record<string, 'required' | 'optional'>

/** All that the site holds. */
export interface Site {
  readonly flavor: Flavor
  /** Where the site listens, once it does. */
  url: string
  /** Where Cloud keeps files, once it listens. */
  mediaUrl: string
  /** What every account logs in with: API token, personal access token, password. */
  readonly token: string
  /** The one app that people let act for the bot. */
  readonly oauth: OAuthApp
  readonly people: Person[]
  readonly projects: Project[]
  readonly issues: Map<string, Issue>
  /** Bytes of attachments and the issues they stand under, by the attachment's id. */
  readonly contents: Map<string, { issueId: string; bytes: Buffer }>
  /** Bulk moves that were asked for. */
  readonly tasks: Map<string, BulkTask>
  readonly attachmentLimitBytes: number
  readonly customFields: readonly CustomField[]
  /** By the transition's name. */
  readonly screens: Readonly<Record<string, Screen>>
  /** Names of the statuses that a status leads to; one that is left out leads to every other. */
  readonly workflow: Readonly<Record<string, string[]>>
  now(): number
  /** Ids are numbers in strings, one sequence a kind. */
  nextId(kind: IdKind): string
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

export interface ProjectSettings {
  key: string
  name: string
  /** Account names of those who may see it; for the others it, and all in it, is not there. */
  readers?: string[]
}

export interface SiteSettings {
  flavor: Flavor
  token: string
  oauth: OAuthApp
  projects: ProjectSettings[]
  attachmentLimitBytes: number
  customFields: CustomField[]
  screens: Record<string, Screen>
  workflow: Record<string, string[]>
  now: () => number
}

const USERS = 'jira-software-users'

/** The account of whoever integrates. */
export const BOT = createPerson({
  number: 1,
  name: 'soarbridge',
  displayName: 'SOAR Bridge',
  timeZone: SITE_TIME_ZONE,
  groups: ['jira-administrators', USERS],
  roles: ['Administrators', 'Developers'],
})
/** Moves issues, where a test asks for it. */
export const MOVER = createPerson({
  number: 2,
  name: 'rdiaz',
  displayName: 'Rosa Diaz',
  timeZone: 'America/New_York',
  groups: [USERS, 'soc-analysts'],
  roles: ['Developers'],
})
const PEOPLE: Person[] = [
  BOT,
  MOVER,
  createPerson({
    number: 3,
    name: 'sreed',
    displayName: 'Sam Reed',
    timeZone: 'Europe/Berlin',
    groups: [USERS],
    roles: [],
  }),
]

function createPerson(
  about: Pick<Person, 'name' | 'displayName' | 'timeZone' | 'groups' | 'roles'> & { number: number },
): Person {
  const { number, ...person } = about
  const accountId = `5c0ffee${String(number).padStart(17, '0')}`
  return { accountId, ...person, email: `${person.name}@acme.example`, accountType: 'atlassian' }
}

export function createSite(settings: SiteSettings): Site {
  const memory = createMemory(settings)
  const { projects, issues, contents, tasks, idByKey, counters } = memory
  const count = (name: string, from: number) => {
    const next = (counters.get(name) ?? from) + 1
    counters.set(name, next)
    return next
  }
  return {
    flavor: settings.flavor,
    url: '',
    mediaUrl: '',
    token: settings.token,
    oauth: settings.oauth,
    people: PEOPLE,
    projects,
    issues,
    contents,
    tasks,
    screens: settings.screens,
    workflow: settings.workflow,
    attachmentLimitBytes: settings.attachmentLimitBytes,
    customFields: listCustomFields(settings.customFields),
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
    snapshot: () => snapshotSite(memory),
    load: state => loadSite(memory, state, PEOPLE),
    clear: () => {
      projects.splice(0, projects.length, ...settings.projects.map(createProject))
      for (const map of [issues, contents, tasks, idByKey, counters]) map.clear()
    },
  }
}

function createMemory({ projects }: SiteSettings): SiteMemory {
  return {
    projects: projects.map(createProject),
    issues: new Map(),
    contents: new Map(),
    tasks: new Map(),
    idByKey: new Map(),
    counters: new Map(),
  }
}

function createProject({ key, name, readers }: ProjectSettings, index: number): Project {
  const firstId = 10_000 + index * 10
  return {
    id: String(10_000 + index),
    key,
    name,
    readers: readers ?? null,
    components: ['Endpoint', 'Network', 'E-mail'].map((name, i) => ({ id: String(firstId + i), name })),
  }
}
