import { ISSUE_TYPES, type IssueType } from '../catalog'
import type { Project, Site } from '../site'
import { renderAvatars, renderUser } from './user'

/** A project as issues and lists show it. */
export function renderProject(site: Site, project: Project): Record<string, unknown> {
  const { id, key, name } = project
  return {
    self: `${site.url}/rest/api/2/project/${id}`,
    id,
    key,
    name,
    projectTypeKey: 'software',
    ...(site.flavor === 'cloud' ? { simplified: false } : {}),
    avatarUrls: renderAvatars(`${site.url}/secure/projectavatar`),
  }
}

/** A project on its own. */
export function renderWholeProject(site: Site, project: Project): Record<string, unknown> {
  const [lead] = site.people
  return {
    ...renderProject(site, project),
    description: '',
    ...(lead === undefined ? {} : { lead: renderUser(site, lead) }),
    components: project.components.map(component => renderComponent(site, component)),
    issueTypes: ISSUE_TYPES.map(type => renderIssueType(site, type)),
    assigneeType: 'UNASSIGNED',
    versions: [],
    roles: {},
  }
}

export function renderComponent(site: Site, component: Project['components'][number]): Record<string, unknown> {
  return { self: `${site.url}/rest/api/2/component/${component.id}`, ...component }
}

export function renderIssueType(site: Site, type: IssueType): Record<string, unknown> {
  return {
    self: `${site.url}/rest/api/2/issuetype/${type.id}`,
    ...type,
    iconUrl: `${site.url}/images/icons/issuetypes/${type.id}.svg`,
    subtask: false,
    avatarId: 10315,
  }
}
