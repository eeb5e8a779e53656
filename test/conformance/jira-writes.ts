import type { ReadFile } from '../../src/connectors/connector'
import {
  buildComment,
  buildFile,
  buildRemoteLink,
  buildStatusComment,
  buildTicketUpdate,
} from '../builders/ticket-commands'
import type { JiraStage } from '../support/jira-stage'
import type { FiledTicket } from './ticket-connector-suite'
import { type TicketWrite, trySending } from './ticket-writer-suite'

export const vaultFile: ReadFile = { fileName: 'mail.eml', mimeType: 'message/rfc822', bytes: Buffer.from('a mail') }

/** What the suite of writers tries on Jira; the same names on both flavors. */
export const jiraWriteNames = [
  'a new status comment',
  'a changed status comment',
  'a comment for a note',
  'changed fields',
  'a changed status',
  'a file',
  'a link to the container',
]

export function jiraWrites(stage: JiraStage, version: 2 | 3): TicketWrite[] {
  return [...commentsOn(stage, version), ...changesOn(stage, version), ...partsOn(stage, version)]
}

/** Creations and an edit; the text tells them apart. */
function commentsOn(stage: JiraStage, version: 2 | 3): TicketWrite[] {
  const countOf =
    (word: string) =>
    async ({ id }: FiledTicket) => {
      const { comments } = (await stage.call('GET', `/rest/api/2/issue/${id}/comment`)).body
      return comments.filter(({ body }: { body: string }) => body.includes(word)).length
    }
  const command = ({ id }: FiledTicket) => buildStatusComment({ ticket: { id }, text: 'Malicious: evil.example' })
  const path = `/rest/api/${version}/issue/*/comment`
  return [
    { title: 'a new status comment', command, strikes: { method: 'POST', path }, count: countOf('Malicious') },
    {
      title: 'a changed status comment',
      command,
      strikes: { method: 'PUT', path },
      prepare: (connector, { id }) =>
        connector.apply(buildStatusComment({ ticket: { id }, text: 'Nothing known yet' }), trySending()),
      count: countOf('Malicious'),
    },
    {
      title: 'a comment for a note',
      command: ({ id }) => buildComment({ ticket: { id } }),
      strikes: { method: 'POST', path },
      count: countOf('isolated'),
    },
  ]
}

function changesOn(stage: JiraStage, version: 2 | 3): TicketWrite[] {
  const fieldsOf = async ({ id }: FiledTicket) => (await stage.call('GET', `/rest/api/2/issue/${id}`)).body.fields
  return [
    {
      title: 'changed fields',
      command: ({ id }) =>
        buildTicketUpdate({
          ticket: { id },
          set: { priority: 'High', description: 'Seen on http://evil.example' },
          lists: { labels: { add: ['phishing'], remove: [] } },
        }),
      strikes: { method: 'PUT', path: `/rest/api/${version}/issue` },
      answersNothing: true,
      count: async ticket => {
        const { priority, labels } = await fieldsOf(ticket)
        return priority.name === 'High' && labels.includes('phishing') ? 1 : 0
      },
    },
    {
      title: 'a changed status',
      command: ({ id }) => buildTicketUpdate({ ticket: { id }, status: { to: ['Closed', 'Done'], fields: {} } }),
      strikes: { method: 'POST', path: `/rest/api/${version}/issue/*/transitions` },
      answersNothing: true,
      count: async ticket => ((await fieldsOf(ticket)).status.name === 'Done' ? 1 : 0),
    },
  ]
}

function partsOn(stage: JiraStage, version: 2 | 3): TicketWrite[] {
  return [
    {
      title: 'a file',
      command: ({ id }) => buildFile({ ticket: { id } }),
      strikes: { method: 'POST', path: `/rest/api/${version}/issue/*/attachments` },
      count: async ({ id }) =>
        (await stage.call('GET', `/rest/api/2/issue/${id}?fields=attachment`)).body.fields.attachment.length,
    },
    {
      title: 'a link to the container',
      command: ({ id }) => buildRemoteLink({ ticket: { id } }),
      strikes: { method: 'POST', path: `/rest/api/${version}/issue/*/remotelink` },
      count: async ({ id }) => (await stage.call('GET', `/rest/api/2/issue/${id}/remotelink`)).body.length,
    },
  ]
}
