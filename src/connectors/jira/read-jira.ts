import type {
  GoneTicketFinder,
  TicketConnector,
  TicketFileReader,
  TicketSweeper,
  TicketVocabularyReader,
} from '../connector'
import { createReadCall, type TicketLine, unreadableAnswer } from '../ticket-call'
import { createJiraClient } from './client'
import type { JiraFlavor } from './comment-form'
import { stateOf } from './normalize'
import { readAttachment } from './read-attachment'
import { readVocabulary } from './read-vocabulary'
import { withWatchers } from './read-watchers'
import { createJiraSweeper } from './sweeper'
import { readId, readKey } from './wire'

export interface JiraReaderParts {
  line: TicketLine
  flavor: JiraFlavor
  browseUrl: string
  /** Tickets tell who watches them: one more call for each that anybody watches. */
  readsWatchers: boolean
}

export type JiraReader = Pick<TicketConnector, 'readTicket' | 'resolveTicketId' | 'probe'> &
  TicketFileReader &
  TicketSweeper &
  GoneTicketFinder &
  TicketVocabularyReader

/** All that Jira is asked without any effect. */
export function createJiraReader({ line, flavor, browseUrl, readsWatchers }: JiraReaderParts): JiraReader {
  const client = createJiraClient(line)
  const call = createReadCall(line)
  return {
    async readTicket({ id }) {
      const issue = readId(id) === undefined ? null : await client.getIssue(id, { fields: '*all', expand: 'changelog' })
      if (issue === null) return null
      const state = issue.id === id ? stateOf(issue, line.clock.now(), browseUrl) : undefined
      if (state === undefined) throw unreadable(id)
      const whole = { ...state, complete: true }
      return readsWatchers ? withWatchers(whole, issue, { call, clock: line.clock }) : whole
    },
    async resolveTicketId({ key }) {
      const issue = readKey(key) === undefined ? null : await client.getIssue(key, { fields: 'project' })
      if (issue === null) return null
      // After a move the old key goes on leading to the issue, so the key of the answer may be another one.
      if (issue.id === undefined) throw unreadable(key)
      return { id: issue.id }
    },
    probe: () => client.getMyself(),
    readAttachment: async (_ticket, attachment) => readAttachment(call, flavor, attachment),
    ...createJiraSweeper({ call, flavor, now: line.clock.now }),
    readVocabulary: async () => readVocabulary(call),
  }
}

/** Something else than the issue that was asked for. */
function unreadable(idOrKey: string) {
  return unreadableAnswer({ method: 'GET', path: `/rest/api/2/issue/${idOrKey}` }, 200)
}
