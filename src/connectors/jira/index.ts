import { createWebhookVerifier, type WebhookCredentials } from '../../domain/signature'
import type { TicketConnector, TicketFileReader, TicketSweeper, TicketVocabularyReader } from '../connector'
import type { VaultReader } from '../vault-file'
import { createJiraLine, type JiraClientParts } from './client'
import { commentForms, type JiraFlavor } from './comment-form'
import { identify } from './identify'
import { normalize } from './normalize'
import { originalsOf } from './originals'
import { createJiraReader } from './read-jira'
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
  const { connection, browseUrl, webhook, flavor, readFile = async () => null } = options
  const line = createJiraLine(options)
  const writer = createJiraWriter({ line, form: commentForms[flavor], readFile })
  return {
    system: 'jira',
    connection,
    webhook: createWebhookVerifier(webhook),
    identify,
    normalize: (payload, receivedAt) => normalize(payload, receivedAt, browseUrl),
    originalsOf,
    ...createJiraReader({ line, flavor, browseUrl }),
    ...writer,
  }
}
