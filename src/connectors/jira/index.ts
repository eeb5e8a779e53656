import { createWebhookVerifier, type WebhookCredentials } from '../../domain/signature'
import { BridgeError } from '../../errors'
import type { TicketConnector, TicketFileReader, TicketSweeper, TicketVocabularyReader } from '../connector'
import { createReadCall } from '../ticket-call'
import type { VaultReader } from '../vault-file'
import { createJiraClient, createJiraLine, type JiraClientParts } from './client'
import { commentForms, type JiraFlavor } from './comment-form'
import { identify } from './identify'
import { normalize, stateOf } from './normalize'
import { readAttachment } from './read-attachment'
import { readVocabulary } from './read-vocabulary'
import { countUpdated, readUpdated } from './sweep'
import { readId, readKey } from './wire'
import { createJiraWriter } from './write-command'

export interface JiraConnectorOptions extends JiraClientParts {
  connection: string
  flavor: JiraFlavor
  /** Where people look at issues, without a slash at its end; another host than the API's for scoped tokens. */
  browseUrl: string
  webhook: WebhookCredentials
  /** Files of SOAR's vault; without it nothing is attached. */
  readFile?: VaultReader
}

export type JiraConnector = TicketConnector & TicketFileReader & TicketSweeper & TicketVocabularyReader

/** Jira Cloud or Data Center, as one connection. `http` speaks to the API's base address with our credentials. */
export function createJiraConnector(options: JiraConnectorOptions): JiraConnector {
  const { connection, browseUrl, webhook, clock, flavor, readFile = async () => null } = options
  const line = createJiraLine(options)
  const client = createJiraClient(line)
  const writer = createJiraWriter({ line, form: commentForms[flavor], readFile })
  const call = createReadCall(line)
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
    readAttachment: async (_ticket, attachment) => readAttachment(call, flavor, attachment),
    readUpdated: async asked => readUpdated(asked, { call, flavor }),
    countUpdated: async asked => countUpdated(asked, { call, flavor }),
    readVocabulary: async () => readVocabulary(call),
    ...writer,
  }
}

function unreadable(): BridgeError {
  return new BridgeError('unavailable', 'Jira did not answer with the ticket asked for', { code: 'unreadable-answer' })
}
