import { formatTime } from '../format-time'
import type { Issue, Site } from '../site'
import { type RestVersion, renderText } from './comment'
import { renderAvatars, renderUser } from './user'

const NULL_CUSTOM_FIELDS = Object.fromEntries(
  [10001, 10002, 10003, 10005, 10014, 10015, 10016, 10020, 10021, 10030, 10031, 10032, 10033].map(id => [
    `customfield_${id}`,
    null,
  ]),
)

/** The six fields that a Cloud comment webhook tells of its issue. */
export function renderBriefFields(site: Site, issue: Issue): Record<string, unknown> {
  const { summary, issuetype, priority, status, assignee } = issue.fields
  const rest = `${site.url}/rest/api/2`
  const { category, ...state } = status
  return {
    summary,
    issuetype: {
      self: `${rest}/issuetype/${issuetype.id}`,
      ...issuetype,
      iconUrl: `${site.url}/images/icons/issuetypes/${issuetype.id}.svg`,
      subtask: false,
      avatarId: 10315,
    },
    project: {
      self: `${rest}/project/${issue.project.id}`,
      id: issue.project.id,
      key: issue.project.key,
      name: issue.project.name,
      projectTypeKey: 'software',
      simplified: false,
      avatarUrls: renderAvatars(`${site.url}/secure/projectavatar`),
    },
    assignee: assignee && renderUser(site, assignee),
    priority: priority && {
      self: `${rest}/priority/${priority.id}`,
      iconUrl: `${site.url}/images/icons/priorities/${priority.name.toLowerCase()}.svg`,
      ...priority,
    },
    status: {
      self: `${rest}/status/${state.id}`,
      description: '',
      iconUrl: `${site.url}/`,
      ...state,
      statusCategory: { self: `${rest}/statuscategory/${category.id}`, ...category },
    },
  }
}

/** Every field but comments and worklogs, which webhooks and REST treat differently. */
export function renderFields(site: Site, issue: Issue, version: RestVersion): Record<string, unknown> {
  const { fields } = issue
  return {
    ...renderBriefFields(site, issue),
    ...renderConstants(site, issue),
    ...NULL_CUSTOM_FIELDS,
    customfield_10000: '{}',
    customfield_10018: {
      hasEpicLinkFieldDependency: false,
      showField: false,
      nonEditableReason: {
        reason: 'PLUGIN_LICENSE_ERROR',
        message: 'The Parent Link is only available to premium users.',
      },
    },
    customfield_10019: `0|i${issue.id.padStart(5, '0')}:`,
    ...fields.custom,
    description: renderText(fields.description, version),
    environment: renderText(fields.environment, version),
    labels: fields.labels,
    components: fields.components.map(component => ({
      self: `${site.url}/rest/api/2/component/${component.id}`,
      ...component,
    })),
    resolution: fields.resolution && {
      self: `${site.url}/rest/api/2/resolution/${fields.resolution.id}`,
      ...fields.resolution,
      description: 'Work has been completed on this issue.',
    },
    reporter: fields.reporter && renderUser(site, fields.reporter),
    creator: renderUser(site, issue.creator),
    duedate: fields.duedate,
    created: formatTime(issue.created),
    updated: formatTime(issue.updated),
    resolutiondate: issue.resolved === null ? null : formatTime(issue.resolved),
    statuscategorychangedate: formatTime(issue.resolved ?? issue.created),
  }
}

/** What nobody ever fills in here, and a reader must still get past. */
function renderConstants(site: Site, issue: Issue): Record<string, unknown> {
  const self = `${site.url}/rest/api/2/issue/${issue.key}`
  return {
    timespent: null,
    aggregatetimespent: null,
    timeestimate: null,
    aggregatetimeestimate: null,
    timeoriginalestimate: null,
    aggregatetimeoriginalestimate: null,
    timetracking: {},
    workratio: -1,
    lastViewed: null,
    fixVersions: [],
    versions: [],
    issuelinks: [],
    subtasks: [],
    attachment: [],
    security: null,
    progress: { progress: 0, total: 0 },
    aggregateprogress: { progress: 0, total: 0 },
    votes: { self: `${self}/votes`, votes: 0, hasVoted: false },
    watches: { self: `${self}/watchers`, watchCount: 0, isWatching: false },
  }
}
