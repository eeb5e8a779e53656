import { createWebhookVerifier, type WebhookCredentials } from '../../domain/signature'
import { BridgeError } from '../../errors'
import type { TicketConnector } from '../connector'
import { carryOut, createReadCall, createWriteCall } from '../ticket-call'
import { createJiraClient, createJiraLine, type JiraClientParts } from './client'
import { commentForms, type JiraFlavor } from './comment-form'
import { identify } from './identify'
import { normalize, stateOf } from './normalize'
import { applyStatusComment, findDuplicateComments, lookUpStatusComment, statusCommentOf } from './status-comment'
import { readId, readKey } from './wire'

export interface JiraConnectorOptions extends JiraClientParts {
  connection: string
  flavor: JiraFlavor
  /** Where people look at issues, without a slash at its end; another host than the API's for scoped tokens. */
  browseUrl: string
  webhook: WebhookCredentials
}

/** Jira Cloud or Data Center, as one connection. `http` speaks to the API's base address with our credentials. */
export function createJiraConnector(options: JiraConnectorOptions): TicketConnector {
  const { connection, browseUrl, webhook, clock } = options
  const line = createJiraLine(options)
  const client = createJiraClient(line)
  const form = commentForms[options.flavor]
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
    async apply(command, sending) {
      const wanted = statusCommentOf(command)
      return carryOut(createWriteCall(line, sending), call => applyStatusComment(wanted, { call, form }))
    },
    async lookUp(command, sending) {
      const call = createReadCall(line, exchange => sending.record(exchange))
      return lookUpStatusComment(statusCommentOf(command), { call, form })
    },
    async findDuplicates(command) {
      return findDuplicateComments(statusCommentOf(command), { call: createReadCall(line), form })
    },
  }
}

function unreadable(): BridgeError {
  return new BridgeError('unavailable', 'Jira did not answer with the ticket asked for', { code: 'unreadable-answer' })
}
