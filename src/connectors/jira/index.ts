import { createWebhookVerifier, type WebhookCredentials } from '../../domain/signature'
import type { TicketChange } from '../../domain/ticket'
import type {
  GoneTicketFinder,
  TicketConnector,
  TicketFileReader,
  TicketSweeper,
  TicketVocabularyReader,
} from '../connector'
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
  /** The rules name `watchers`, of which no delivery tells: a ticket that one tells of is read again. Default false. */
  readsWatchers?: boolean
  /** Files of SOAR's vault; without it nothing is attached. */
  readFile?: VaultReader
}

export type JiraConnector = TicketConnector &
  TicketFileReader &
  TicketSweeper &
  GoneTicketFinder &
  TicketVocabularyReader

/** Jira Cloud or Data Center, as one connection. `http` speaks to the API's base address with our credentials. */
export function createJiraConnector(options: JiraConnectorOptions): JiraConnector {
  const { connection, browseUrl, webhook, flavor, readsWatchers = false, readFile = async () => null } = options
  const line = createJiraLine(options)
  const writer = createJiraWriter({ line, form: commentForms[flavor], readFile })
  return {
    system: 'jira',
    connection,
    webhook: createWebhookVerifier(webhook),
    identify,
    normalize: (payload, receivedAt) => {
      const told = normalize(payload, receivedAt, browseUrl)
      return readsWatchers && told.changes.some(isState) ? { ...told, mustReread: true } : told
    },
    originalsOf,
    ...createJiraReader({ line, flavor, browseUrl, readsWatchers }),
    ...writer,
  }
}

function isState({ kind }: TicketChange): boolean {
  return kind === 'ticket-state'
}
