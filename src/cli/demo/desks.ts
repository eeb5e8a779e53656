import type { JsonObject } from '../../domain/json'
import { askJson, basic, listIn } from './ask-json'
import { closeReasonField, type Stage } from './stage'

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

/** What an analyst does in SOAR, or a playbook that she starts. */
export interface SoarDesk {
  run(container: string, playbook: string): Promise<void>
  /** Agrees to what she was asked last. */
  approve(): Promise<void>
  note(container: string, title: string, content: string): Promise<void>
  attach(container: string, fileName: string, text: string): Promise<void>
  close(container: string, reason: string): Promise<void>
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

export function openSoarDesk({ soar, analyst }: Stage): SoarDesk {
  const headers = basic(analyst.name, analyst.password)
  const send = async (path: string, body: JsonObject) =>
    void (await askJson(`${soar.url}/rest/${path}`, { method: 'POST', headers, body }))
  return {
    run: (container, playbook) =>
      send('playbook_run', { container_id: Number(container), playbook_id: playbook, scope: 'all', run: true }),
    approve: async () => {
      const asked = listIn(await askJson(`${soar.url}/rest/approval?_filter_status="pending"`, { headers }), 'data')
      await send(`approval/${String(asked.at(-1)?.id)}`, { status: 'approve' })
    },
    note: (container, title, content) => send('note', { container_id: Number(container), title, content }),
    attach: (container, fileName, text) => {
      const content = Buffer.from(text).toString('base64')
      return send('container_attachment', {
        container_id: Number(container),
        file_name: fileName,
        file_content: content,
      })
    },
    close: (container, reason) =>
      send(`container/${container}`, { status: 'closed', custom_fields: { [closeReasonField]: reason } }),
  }
}
