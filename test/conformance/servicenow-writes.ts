import { usualSecopsApi } from '../../src/connectors/servicenow/secops-api'
import type { UpdateTicket } from '../../src/domain/command'
import {
  buildComment,
  buildFile,
  buildRemoteLink,
  buildResultRecord,
  buildTicketUpdate,
  buildWorkNote,
} from '../builders/ticket-commands'
import type { ServiceNowStage } from '../support/servicenow-stage'
import type { FiledTicket } from './ticket-connector-suite'
import { type TicketWrite, trySending } from './ticket-writer-suite'

/** What the suite of writers tries on ServiceNow. */
export const serviceNowWriteNames = [
  'a work note',
  'a comment for customers',
  'an edited comment',
  'a result record',
  'a posted result',
  'changed columns',
  'a changed state',
  'a file',
  'the address of the container',
]

export function serviceNowWrites(stage: ServiceNowStage): TicketWrite[] {
  return [...entriesOn(stage), ...columnsOn(stage), ...partsOn(stage)]
}

const patched = { method: 'PATCH', path: '/api/now/table/incident' }

async function rowsOf(stage: ServiceNowStage, table: string, query: string) {
  return (await stage.call('GET', `/api/now/table/${table}?sysparm_query=${query}`)).body.result
}

function entriesOn(stage: ServiceNowStage): TicketWrite[] {
  const countOf = (column: string) => (ticket: FiledTicket) =>
    rowsOf(stage, 'sys_journal_field', `element_id=${ticket.id}^element=${column}^valueNOT LIKEfirst`).then(
      rows => rows.length,
    )
  return [
    {
      title: 'a work note',
      command: ticket => buildWorkNote({ ticket }),
      strikes: patched,
      count: countOf('work_notes'),
    },
    {
      title: 'a comment for customers',
      command: ticket => buildComment({ ticket, audience: 'customer' }),
      strikes: patched,
      count: countOf('comments'),
    },
    {
      title: 'an edited comment',
      command: ticket => buildComment({ ticket, commentId: 'an earlier one' }),
      strikes: patched,
      prepare: (connector, ticket) =>
        connector.apply(buildComment({ ticket, text: 'what stood there first' }), trySending()),
      count: countOf('work_notes'),
    },
  ]
}

function columnsOn(stage: ServiceNowStage): TicketWrite[] {
  const changes = (ticket: FiledTicket, more: Partial<UpdateTicket>) => buildTicketUpdate({ ticket, ...more })
  const columnsOf = async ({ id }: FiledTicket) =>
    (await stage.call('GET', `/api/now/table/incident/${id}`)).body.result
  return [
    {
      title: 'changed columns',
      command: ticket =>
        changes(ticket, {
          set: { urgency: '1 - High', assigned_to: 'abel.tuter' },
          lists: { watch_list: { add: ['beth.anglin'], remove: [] } },
        }),
      strikes: patched,
      count: async ticket => {
        const { urgency, assigned_to, watch_list } = await columnsOf(ticket)
        return urgency === '1' && assigned_to !== '' && watch_list !== '' ? 1 : 0
      },
    },
    {
      title: 'a changed state',
      command: ticket => changes(ticket, { status: { to: ['In Progress'], fields: {} } }),
      strikes: patched,
      count: async ticket => ((await columnsOf(ticket)).state === '2' ? 1 : 0),
    },
  ]
}

function partsOn(stage: ServiceNowStage): TicketWrite[] {
  return [
    {
      title: 'a result record',
      command: ticket => buildResultRecord({ ticket }),
      strikes: { method: 'POST', path: '/api/now/table/sn_ti_lookup_result' },
      count: async ({ id }) => (await rowsOf(stage, 'sn_ti_lookup_result', `task=${id}`)).length,
    },
    {
      title: 'a posted result',
      command: ticket => buildResultRecord({ ticket, resource: 'threat_lookup' }),
      strikes: { method: 'POST', path: `${usualSecopsApi.path}/threat_lookup` },
      count: async ({ id }) => (await rowsOf(stage, 'sn_ti_lookup_result', `task=${id}`)).length,
    },
    {
      title: 'a file',
      command: ticket => buildFile({ ticket }),
      strikes: { method: 'POST', path: '/api/now/attachment/file' },
      count: async ({ id }) => (await rowsOf(stage, 'sys_attachment', `table_sys_id=${id}`)).length,
    },
    {
      title: 'the address of the container',
      command: ticket => buildRemoteLink({ ticket }),
      strikes: patched,
      count: async ({ id }) => (await rowsOf(stage, 'incident', `sys_id=${id}^correlation_displayISNOTEMPTY`)).length,
    },
  ]
}
