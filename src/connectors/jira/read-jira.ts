import { BridgeError } from '../../errors'
import type { TicketConnector, TicketFileReader, TicketSweeper, TicketVocabularyReader } from '../connector'
import { createReadCall, type TicketLine } from '../ticket-call'
import { createJiraClient } from './client'
import type { JiraFlavor } from './comment-form'
import { stateOf } from './normalize'
import { readAttachment } from './read-attachment'
import { readVocabulary } from './read-vocabulary'
import { createJiraSweeper } from './sweeper'
import { readId, readKey } from './wire'

export interface JiraReaderParts {
  line: TicketLine
  flavor: JiraFlavor
  browseUrl: string
}

export type JiraReader = Pick<TicketConnector, 'readTicket' | 'resolveTicketId' | 'probe'> &
  TicketFileReader &
  TicketSweeper &
  TicketVocabularyReader

/** All that Jira is asked without any effect. */
export function createJiraReader({ line, flavor, browseUrl }: JiraReaderParts): JiraReader {
  const client = createJiraClient(line)
  const call = createReadCall(line)
  return {
    async readTicket({ id }) {
      const issue = readId(id) === undefined ? null : await client.getIssue(id, '*all')
      if (issue === null) return null
      const state = issue.id === id ? stateOf(issue, line.clock.now(), browseUrl) : undefined
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
    ...createJiraSweeper({ call, flavor, now: line.clock.now }),
    readVocabulary: async () => readVocabulary(call),
  }
}

function unreadable(): BridgeError {
  return new BridgeError('unavailable', 'Jira did not answer with the ticket asked for', { code: 'unreadable-answer' })
}
