import type { JsonObject } from '../../domain/json'
import { readObject, readString } from '../../domain/read-json'
import { askJson, basic, listIn } from './ask-json'
import type { Stage } from './stage'

/** What people of a Jira ticket read and find on either side of it. */
export interface Copy {
  ticketId: string
  /** A comment or file of the ticket, a note of its container. */
  kind: 'comment' | 'file' | 'note'
  /** What it says, or the name of the file. */
  text: string
}

export async function readCopies(stage: Stage, ticketIds: readonly string[]): Promise<Copy[]> {
  const copies = await readNotes(stage)
  for (const ticketId of ticketIds) copies.push(...(await readTicketCopies(stage, ticketId)))
  return copies
}

export async function readTicketCopies(stage: Stage, ticketId: string): Promise<Copy[]> {
  const fields = await readTicketFields(stage, ticketId)
  const comments = listIn(readObject(fields, 'comment') ?? {}, 'comments')
  return [
    ...comments.map(({ body }): Copy => ({ ticketId, kind: 'comment', text: String(body) })),
    ...listIn(fields, 'attachment').map(({ filename }): Copy => ({ ticketId, kind: 'file', text: String(filename) })),
  ]
}

export async function readTicketFields({ jira }: Stage, ticketId: string): Promise<JsonObject> {
  const answer = await askJson(`${jira.url}/rest/api/2/issue/${ticketId}`, { headers: basic(jira.user, jira.token) })
  return readObject(answer, 'fields') ?? {}
}

/** Containers say which ticket they stand for. */
async function readNotes({ soar }: Stage): Promise<Copy[]> {
  const headers = { 'ph-auth-token': soar.token }
  const notes = listIn(await askJson(`${soar.url}/rest/note?page_size=0`, { headers }), 'data')
  const containers = listIn(await askJson(`${soar.url}/_sandbox/state`), 'containers')
  return notes.map(note => {
    const of = containers.find(({ id }) => id === note.container) ?? {}
    const ticketId = (readString(of, 'source_data_identifier') ?? '').replace('soarbridge:jira:', '')
    return { ticketId, kind: 'note', text: String(note.content) }
  })
}
