import type { Ledger } from '../../stage/ledger'
import { DEFAULT_PRIORITY, DONE, RESOLUTION_DONE, type Status, TO_DO } from '../catalog'
import type { SearchIndex } from '../search/search-index'
import type { Flavor, HistoryEntry, Issue, IssueFields, Person, Project, Site } from '../site'
import type { Announcer } from '../webhooks/announcer'
import { type ChangelogItem, compareFields, createItem } from './changelog'

export interface ChangeParts {
  site: Site
  ledger: Ledger
  announcer: Announcer
  index: SearchIndex
}

/** A change that is none of the fields: an attachment, a link. */
export interface Amendment {
  effect: string
  actor: Person
  items: ChangelogItem[]
}

/** Everything that can happen to an issue: it takes effect, is noted and announced. */
export interface IssueChanges {
  create(project: Project, fields: NewFields, actor: Person): Issue
  edit(issue: Issue, fields: Partial<IssueFields>, actor: Person): void
  /** `fields` are those of the transition's screen. */
  transition(issue: Issue, step: { to: Status; fields: Partial<IssueFields> }, actor: Person): void
  move(issue: Issue, project: Project, actor: Person): void
  remove(issue: Issue, actor: Person): void
  /** Tells of a change that was made. */
  amend(issue: Issue, amendment: Amendment): void
}

export type NewFields = Partial<IssueFields> & Pick<IssueFields, 'summary' | 'issuetype'>

export function createIssueChanges(parts: ChangeParts): IssueChanges {
  const { site, announcer } = parts
  const { commit, announceUpdate, update } = createSteps(parts)
  return {
    create: (project, fields, actor) => {
      const issue = openIssue(site, project, { fields, actor })
      commit('issue.created', issue, actor)
      const change = { id: site.nextId('changelog'), items: compareFields(site.flavor, {}, issue.fields) }
      announcer.announceIssue({ event: 'created', issue, actor, type: 'issue_created', change })
      return issue
    },
    edit: (issue, fields, actor) => update(issue, fields, { actor, typeFor: nameEdit }),
    transition: (issue, { to, fields }, actor) => {
      const wasDone = issue.fields.status.id === DONE.id
      const isDone = to.id === DONE.id
      const resolution = isDone ? RESOLUTION_DONE : null
      issue.resolved = isDone ? site.now() : null
      const type = nameTransition(site.flavor, { wasDone, isDone })
      update(issue, { resolution, ...fields, status: to }, { actor, typeFor: () => type })
    },
    move: (issue, project, actor) => {
      const items = moveIssue(site, issue, project)
      announceUpdate(issue, { effect: 'issue.moved', actor, items }, 'issue_moved')
    },
    remove: (issue, actor) => {
      site.touch(issue)
      site.issues.delete(issue.id)
      for (const { id } of issue.attachments) site.contents.delete(id)
      commit('issue.deleted', issue, actor)
      announcer.announceIssue({ event: 'deleted', issue, actor })
    },
    amend: (issue, amendment) => {
      site.touch(issue)
      announceUpdate(issue, amendment, 'issue_updated')
    },
  }
}

/** What every change does once it is made: it is noted, indexed, kept in the history and announced. */
function createSteps({ site, ledger, announcer, index }: ChangeParts) {
  const commit = (effect: string, issue: Issue, actor: Person) => {
    ledger.note(effect, { id: issue.id, key: issue.key, actor: actor.name })
    index.note(issue)
  }
  const announceUpdate = (issue: Issue, { effect, actor, items }: Amendment, type: string) => {
    const change = record(site, issue, { actor, items })
    commit(effect, issue, actor)
    announcer.announceIssue({ event: 'updated', issue, actor, type, change })
  }
  const update = (issue: Issue, fields: Partial<IssueFields>, change: { actor: Person; typeFor: NameType }) => {
    const before = issue.fields
    const after = { ...before, ...fields, custom: { ...before.custom, ...fields.custom } }
    const items = compareFields(site.flavor, before, after)
    if (items.length === 0) return
    issue.fields = after
    site.touch(issue)
    announceUpdate(issue, { effect: 'issue.updated', actor: change.actor, items }, change.typeFor(items))
  }
  return { commit, announceUpdate, update }
}

function record(site: Site, issue: Issue, change: { actor: Person; items: ChangelogItem[] }): HistoryEntry {
  const { actor, items } = change
  const entry = { id: site.nextId('changelog'), author: actor, created: issue.updated, items }
  issue.history.push(entry)
  return entry
}

type NameType = (items: ChangelogItem[]) => string

function openIssue(site: Site, project: Project, content: { fields: NewFields; actor: Person }): Issue {
  const { fields, actor } = content
  const now = site.now()
  const issue: Issue = {
    id: site.nextId('issue'),
    key: '',
    project,
    fields: {
      description: null,
      environment: null,
      priority: DEFAULT_PRIORITY,
      assignee: null,
      reporter: actor,
      labels: [],
      components: [],
      duedate: null,
      custom: {},
      ...fields,
      status: TO_DO,
      resolution: null,
    },
    comments: [],
    attachments: [],
    remoteLinks: [],
    watchers: [],
    properties: {},
    history: [],
    creator: actor,
    created: now,
    updated: now,
    resolved: null,
  }
  site.rename(issue, site.nextKey(project))
  return issue
}

/** The id stays, key and project change, and components belong to the project left behind. */
function moveIssue(site: Site, issue: Issue, project: Project): ChangelogItem[] {
  const [oldKey, oldProject] = [issue.key, issue.project]
  issue.project = project
  issue.fields = { ...issue.fields, components: [] }
  site.rename(issue, site.nextKey(project))
  site.touch(issue)
  return [
    createItem(
      { field: 'project', fieldtype: 'jira', fieldId: 'project' },
      { id: oldProject.id, text: oldProject.name },
      { id: project.id, text: project.name },
    ),
    createItem({ field: 'Key', fieldtype: 'jira' }, { id: null, text: oldKey }, { id: null, text: issue.key }),
  ]
}

function nameEdit(items: ChangelogItem[]): string {
  return items.every(({ field }) => field === 'assignee') ? 'issue_assigned' : 'issue_updated'
}

/** Cloud calls every transition generic; Data Center's workflow names each. */
function nameTransition(flavor: Flavor, step: { wasDone: boolean; isDone: boolean }): string {
  if (flavor === 'cloud') return 'issue_generic'
  if (step.isDone) return 'issue_resolved'
  return step.wasDone ? 'issue_reopened' : 'issue_work_started'
}
