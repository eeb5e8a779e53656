import { createHttpClient } from '../../src/connectors/http-client'
import type { HttpRequest } from '../../src/connectors/http-types'
import { createJiraConnector } from '../../src/connectors/jira'
import { startJiraSandbox } from '../../src/sandbox/jira/start-jira-sandbox'
import { failureOfStatus } from './answering-server'
import type { JiraFlavor, JiraRequest } from './jira-documents'
import { createManualClock } from './manual-clock'

/** The connector on a sandbox with one issue that somebody watches, and all that it asked. */
export async function openRecordedJira(flavor: JiraFlavor) {
  const sandbox = await startJiraSandbox({ flavor, screens: { Done: { resolution: 'required' } } })
  const login = `Basic ${Buffer.from(`${sandbox.user}:${sandbox.token}`).toString('base64')}`
  const clock = createManualClock()
  const http = createHttpClient({ baseUrl: sandbox.url, clock, headers: () => ({ authorization: login }) })
  const sent: JiraRequest[] = []
  const connector = createJiraConnector({
    connection: 'jira',
    browseUrl: sandbox.url,
    flavor,
    webhook: { secrets: ['secret'] },
    http: {
      send: (request, onExchange) => {
        sent.push(record(flavor, request))
        return http.send(request, onExchange)
      },
    },
    failureOfStatus,
    clock,
    readsWatchers: true,
    readFile: async () => ({ fileName: 'a.txt', mimeType: 'text/plain', bytes: Buffer.from('hi') }),
  })
  const fields = { project: { key: 'SEC' }, issuetype: { name: 'Incident' }, summary: 'Odd login' }
  const post = (path: string, body: string) =>
    fetch(`${sandbox.url}/rest/api/2/issue${path}`, {
      method: 'POST',
      headers: { Authorization: login, 'Content-Type': 'application/json' },
      body,
    })
  const filed = await post('', JSON.stringify({ fields }))
  const { id, key } = (await filed.json()) as { id: string; key: string }
  // Whoever names nobody watches it.
  await post(`/${id}/watchers`, '')
  return { connector, sent, id, key, close: () => sandbox.close() }
}

/** As it goes over the wire. */
function record(flavor: JiraFlavor, { method, path, query = {}, body, upload }: HttpRequest): JiraRequest {
  const search = new URLSearchParams(query).toString()
  const contentType = upload?.contentType ?? (body === undefined ? '' : 'application/json')
  return { flavor, method, path: search === '' ? path : `${path}?${search}`, body, contentType }
}
