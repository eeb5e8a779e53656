import { createHttpClient, failureOfStatus } from '../../src/connectors/http-client'
import { createJiraConnector, type JiraConnector, type JiraConnectorOptions } from '../../src/connectors/jira'
import { createSystemClock } from '../../src/system-clock'
import type { JiraFlavor } from './jira-documents'
import type { JiraStage } from './jira-stage'

/** The connector to a stage, as the bot. */
export function connectJira(
  jira: JiraStage,
  flavor: JiraFlavor,
  more: Partial<JiraConnectorOptions> = {},
): JiraConnector {
  const clock = createSystemClock()
  const http = createHttpClient({ baseUrl: jira.url, basic: { user: jira.user, password: jira.token }, clock })
  const webhook = { secrets: ['hush'] }
  const parts = { connection: 'jira', flavor, browseUrl: jira.url, webhook, http, failureOfStatus, clock }
  return createJiraConnector({ ...parts, ...more })
}

/** Writes that the work sent, as the sandbox saw them; reads by POST are none. */
export async function writesOf(jira: JiraStage, work: () => Promise<unknown>) {
  const all = async () => (await jira.call('GET', '/_sandbox/requests')).body.requests
  const before = (await all()).length
  await work()
  const reads = /\/(comment\/list|search|search\/jql|search\/approximate-count)$/
  return (await all())
    .slice(before)
    .filter(({ method, path }: Record<string, string>) => method !== 'GET' && !reads.test(path ?? ''))
}
