import { createWebhookVerifier, type WebhookCredentials } from '../../domain/signature'
import { BridgeError } from '../../errors'
import type { TicketConnector } from '../connector'
import { createJiraClient, type JiraClientParts } from './client'
import { identify } from './identify'
import { normalize, stateOf } from './normalize'
import { readId, readKey } from './wire'

export interface JiraConnectorOptions extends JiraClientParts {
  connection: string
  /** Where people look at issues, without a slash at its end; another host than the API's for scoped tokens. */
  browseUrl: string
  webhook: WebhookCredentials
}

/** Jira Cloud or Data Center, as one connection. `http` speaks to the API's base address with our credentials. */
export function createJiraConnector(options: JiraConnectorOptions): TicketConnector {
  const { connection, browseUrl, webhook, clock } = options
  const client = createJiraClient(options)
  return {
    system: 'jira',
    connection,
    webhook: createWebhookVerifier(webhook),
    identify,
    normalize: (payload, receivedAt) => normalize(payload, receivedAt, browseUrl),
    async readTicket({ id }) {
      const issue = readId(id) === undefined ? null : await client.getIssue(id, '*all')
      if (issue === null) return null
      const state = issue.id === id ? stateOf(issue, clock.now(), browseUrl) : undefined
      if (state === undefined) throw unreadable()
      return { ...state, complete: true }
    },
    async resolveTicketId({ key }) {
      const issue = readKey(key) === undefined ? null : await client.getIssue(key, 'project')
      if (issue === null) return null
      // After a move the old key goes on leading to the issue, so the key of the answer may be another one.
      if (issue.id === undefined) throw unreadable()
      return { id: issue.id }
    },
    probe: () => client.getMyself(),
  }
}

function unreadable(): BridgeError {
  return new BridgeError('unavailable', 'Jira did not answer with the ticket asked for', { code: 'unreadable-answer' })
}
