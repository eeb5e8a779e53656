import { createHttpClient, failureOfStatus } from '../../src/connectors/http-client'
import { registry } from '../../src/connectors/registry'
import type { JiraSandboxOptions } from '../../src/sandbox/jira/start-jira-sandbox'
import { createSystemClock } from '../../src/system-clock'
import { startJiraStage } from '../support/jira-stage'
import { startServiceNowStage } from '../support/servicenow-stage'
import { jiraWrites, vaultFile } from './jira-writes'
import { serviceNowWrites } from './servicenow-writes'
import type { TicketSubject } from './ticket-connector-suite'

const secret = 'hush'
const clock = createSystemClock()
const wrong = { user: 'nobody', password: 'wrong' }

export async function openJiraSubject(flavor: NonNullable<JiraSandboxOptions['flavor']>): Promise<TicketSubject> {
  const stage = await startJiraStage({ flavor })
  const connect = (basic: { user: string; password: string }) =>
    registry.jira({
      connection: 'jira',
      browseUrl: stage.url,
      flavor,
      webhook: { secrets: [secret] },
      http: createHttpClient({ baseUrl: stage.url, basic, clock }),
      failureOfStatus,
      clock,
      readFile: async () => vaultFile,
    })
  return {
    connector: connect({ user: stage.user, password: stage.token }),
    stranger: connect(wrong),
    file: async title => {
      const { id, key } = await stage.file({ summary: title })
      return { id, key }
    },
    retitle: async ({ id }, summary) => {
      await stage.call('PUT', `/rest/api/2/issue/${id}`, { body: { fields: { summary } } })
    },
    remove: async ({ id }) => {
      await stage.call('DELETE', `/rest/api/2/issue/${id}`)
    },
    titleOf: state => state.fields.summary,
    unknown: { id: '99999', key: 'SEC-99999' },
    pushes: stage.pushes,
    signatureHeader: 'x-hub-signature',
    ...controlOf(stage.url),
    writes: jiraWrites(stage, flavor === 'cloud' ? 3 : 2),
    close: stage.close,
  }
}

export async function openServiceNowSubject(): Promise<TicketSubject> {
  const stage = await startServiceNowStage(
    { roles: ['itil', 'sn_si.analyst', 'sn_ti.write', 'sn_sec_cmn.api_write'] },
    [{ secret }],
  )
  const connect = (basic: { user: string; password: string }) =>
    registry.servicenow({
      connection: 'servicenow',
      url: stage.url,
      tables: ['incident', 'sn_si_incident'],
      webhook: { secrets: [secret] },
      http: createHttpClient({ baseUrl: stage.url, basic, clock }),
      failureOfStatus,
      clock,
      readFile: async () => vaultFile,
      containerUrlColumn: 'correlation_display',
    })
  return {
    connector: connect({ user: 'soarbridge', password: stage.password }),
    stranger: connect(wrong),
    file: async title => {
      const { sys_id = '', number = '' } = await stage.file({ short_description: title })
      return { id: sys_id, key: number, collection: 'incident' }
    },
    retitle: async ({ id }, title) => {
      await stage.call('PATCH', `/api/now/table/incident/${id}`, { body: { short_description: title } })
    },
    remove: async ({ id }) => {
      await stage.call('DELETE', `/api/now/table/incident/${id}`)
    },
    titleOf: ({ fields }) => plainOf(fields.short_description),
    unknown: { id: '0'.repeat(32), key: 'INC0999999' },
    pushes: stage.pushes,
    signatureHeader: 'x-servicenow-signature',
    ...controlOf(stage.url),
    writes: serviceNowWrites(stage),
    close: stage.close,
  }
}

/** A value, or that of a pair of code and label. */
function plainOf(field: unknown): unknown {
  return typeof field === 'object' && field !== null && 'value' in field ? field.value : field
}

function controlOf(url: string): Pick<TicketSubject, 'scenario' | 'scenarioNames' | 'requestCount'> {
  const ask = async (path: string, init: RequestInit = {}): Promise<ReturnType<typeof JSON.parse>> =>
    (await fetch(`${url}/_sandbox/${path}`, init)).json()
  return {
    scenario: wish => ask('scenario', { method: 'POST', body: JSON.stringify(wish) }),
    scenarioNames: async () => (await ask('scenarios')).scenarios.map(({ name }: { name: string }) => name),
    requestCount: async () => (await ask('requests')).requests.length,
  }
}
