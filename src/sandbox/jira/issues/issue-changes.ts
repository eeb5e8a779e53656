import { DEFAULT_PRIORITY, DONE, RESOLUTION_DONE, TO_DO, type Transition } from '../catalog'
import type { Ledger } from '../ledger'
import type { Flavor, Issue, IssueFields, Person, Project, Site } from '../site'
import type { Announcer } from '../webhooks/announcer'
import { type ChangelogItem, compareFields, createItem } from './changelog'

export interface ChangeParts {
  site: Site
  ledger: Ledger
  announcer: Announcer
}

/** Everything that can happen to an issue: it takes effect, is noted and announced. */
export interface IssueChanges {
  create(project: Project, fields: NewFields, actor: Person): Issue
  edit(issue: Issue, fields: Partial<IssueFields>, actor: Person): void
  transition(issue: Issue, transition: Transition, actor: Person): void
  move(issue: Issue, project: Project, actor: Person): void
  remove(issue: Issue, actor: Person): void
}

export type NewFields = Partial<IssueFields> & Pick<IssueFields, 'summary' | 'issuetype'>

export function createIssueChanges(parts: ChangeParts): IssueChanges {
  const { site, ledger, announcer } = parts
  const commit = (effect: string, issue: Issue, actor: Person) =>
    ledger.note(effect, { id: issue.id, key: issue.key, actor: actor.name })

  const update = (issue: Issue, fields: Partial<IssueFields>, change: { actor: Person; typeFor: NameType }) => {
    const before = issue.fields
    const after = { ...before, ...fields, custom: { ...before.custom, ...fields.custom } }
    const items = compareFields(site.flavor, before, after)
    if (items.length === 0) return
    issue.fields = after
    site.touch(issue)
    commit('issue.updated', issue, change.actor)
    announcer.announceIssue({ event: 'updated', issue, actor: change.actor, type: change.typeFor(items), items })
  }

  return {
    create: (project, fields, actor) => {
      const issue = openIssue(site, project, { fields, actor })
      commit('issue.created', issue, actor)
      const items = compareFields(site.flavor, {}, issue.fields)
      announcer.announceIssue({ event: 'created', issue, actor, type: 'issue_created', items })
      return issue
    },
    edit: (issue, fields, actor) => update(issue, fields, { actor, typeFor: nameEdit }),
    transition: (issue, { to }, actor) => {
      const wasDone = issue.fields.status.id === DONE.id
      const isDone = to.id === DONE.id
      const resolution = isDone ? RESOLUTION_DONE : null
      issue.resolved = isDone ? site.now() : null
      const type = nameTransition(site.flavor, { wasDone, isDone })
      update(issue, { status: to, resolution }, { actor, typeFor: () => type })
    },
    move: (issue, project, actor) => {
      const items = moveIssue(site, issue, project)
      commit('issue.moved', issue, actor)
      announcer.announceIssue({ event: 'updated', issue, actor, type: 'issue_moved', items })
    },
    remove: (issue, actor) => {
      site.touch(issue)
      site.issues.delete(issue.id)
      commit('issue.deleted', issue, actor)
      announcer.announceIssue({ event: 'deleted', issue, actor })
    },
  }
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
