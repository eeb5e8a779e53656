import { formatTime } from '../format-time'
import type { Issue, Site } from '../site'
import { renderAttachment } from './attachment'
import { type RestVersion, renderText } from './comment'
import { renderComponent, renderIssueType, renderProject } from './project'
import { renderPriority, renderStatus } from './status'
import { renderUser } from './user'
import { renderWatches } from './watchers'

/** The six fields that a Cloud comment webhook tells of its issue. */
export function renderBriefFields(site: Site, issue: Issue): Record<string, unknown> {
  const { summary, issuetype, priority, status, assignee } = issue.fields
  return {
    summary,
    issuetype: renderIssueType(site, issuetype),
    project: renderProject(site, issue.project),
    assignee: assignee && renderUser(site, assignee),
    priority: priority && renderPriority(site, priority),
    status: renderStatus(site, status),
  }
}

/** Every field but comments and worklogs, which webhooks and REST treat differently. */
export function renderFields(site: Site, issue: Issue, version: RestVersion): Record<string, unknown> {
  const { fields } = issue
  return {
    ...renderBriefFields(site, issue),
    ...renderConstants(site, issue),
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
    ...renderCustomFields(site, issue, version),
    description: renderText(fields.description, version),
    environment: renderText(fields.environment, version),
    labels: fields.labels,
    components: fields.components.map(component => renderComponent(site, component)),
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

function renderCustomFields(site: Site, { fields }: Issue, version: RestVersion): Record<string, unknown> {
  const shown = site.customFields.map(({ id, type }) => {
    const value = fields.custom[id] ?? null
    return [id, type === 'textarea' && typeof value === 'string' ? renderText(value, version) : value]
  })
  return Object.fromEntries(shown)
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
    attachment: issue.attachments.map(attachment => renderAttachment(site, attachment)),
    security: null,
    progress: { progress: 0, total: 0 },
    aggregateprogress: { progress: 0, total: 0 },
    votes: { self: `${self}/votes`, votes: 0, hasVoted: false },
    watches: renderWatches(site, issue, null),
  }
}
