import type { JsonObject } from '../../domain/json'
import { askJson, basic } from './ask-json'
import type { Stage } from './stage'

/** A ticket as its people see it. */
export interface FiledTicket {
  id: string
  key: string
}

/** What people do in Jira. */
export interface JiraDesk {
  file(fields: JsonObject): Promise<FiledTicket>
  edit(ticket: FiledTicket, fields: JsonObject): Promise<void>
  comment(ticket: FiledTicket, text: string): Promise<void>
  /** To the status of that name. */
  move(ticket: FiledTicket, status: 'To Do' | 'In Progress' | 'Done'): Promise<void>
}

/** What people do in ServiceNow. */
export interface ServiceNowDesk {
  file(table: string, values: JsonObject): Promise<FiledTicket>
  edit(table: string, ticket: FiledTicket, values: JsonObject): Promise<void>
}

const transitions = { 'To Do': '11', 'In Progress': '21', Done: '31' }

export function openJiraDesk({ jira }: Stage): JiraDesk {
  const headers = basic('rdiaz@acme.example', jira.token)
  const send = (method: 'POST' | 'PUT', path: string, body: JsonObject) =>
    askJson(`${jira.url}/rest/api/2/issue${path}`, { method, headers, body })
  return {
    file: async fields => {
      const basics = { project: { key: 'SEC' }, issuetype: { name: 'Incident' } }
      const { id, key } = await send('POST', '', { fields: { ...basics, ...fields } })
      return { id: String(id), key: String(key) }
    },
    edit: async ({ id }, fields) => void (await send('PUT', `/${id}`, { fields })),
    comment: async ({ id }, body) => void (await send('POST', `/${id}/comment`, { body })),
    move: async ({ id }, status) =>
      void (await send('POST', `/${id}/transitions`, { transition: { id: transitions[status] } })),
  }
}

export function openServiceNowDesk({ servicenow }: Stage): ServiceNowDesk {
  const headers = basic('abel.tuter', servicenow.password)
  const send = (method: 'POST' | 'PATCH', path: string, body: JsonObject) =>
    askJson(`${servicenow.url}/api/now/table/${path}`, { method, headers, body })
  return {
    file: async (table, values) => {
      const { result } = await send('POST', table, values)
      const { sys_id: id, number: key } = result as JsonObject
      return { id: String(id), key: String(key) }
    },
    edit: async (table, { id }, values) => void (await send('PATCH', `${table}/${id}`, values)),
  }
}
