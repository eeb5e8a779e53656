import type { TicketSystem } from '../../src/domain/ticket'
import { overtakenComments } from '../../src/flows/status-comment'
import { type TicketNews, ticketCommands } from '../../src/flows/ticket-commands'
import type { TellResults } from '../../src/flows/ticket-source'
import type { PostedResult } from '../../src/mapping/read-result'
import { buildJob, buildLink, newYear } from '../builders/rows'
import { rulesFrom } from '../builders/some-rules'
import { buildStatusComment, buildWorkNote } from '../builders/ticket-commands'
import { createScriptedTickets } from '../support/scripted-tickets'

const result: PostedResult = {
  id: '0123456789abcdef0123456789abcdef',
  kind: 'threat_lookup',
  record: {
    observable: 'evil[.]example',
    task: 'SEC-1',
    source_engine: 'VirusTotal',
    finding: 'Malicious',
    raw_data: '{}',
  },
  unknown: { extra: 1 },
  createdBy: 'script',
  createdAt: newYear,
  updatedAt: newYear,
  modCount: 0,
}
const ci: PostedResult = {
  ...result,
  id: 'c',
  kind: 'ci_enrichment',
  record: { cmdb_ci: 'web-01', details: 'x'.repeat(4_000) },
}
const found = [{ observable: 'evil.example', engine: 'VirusTotal', finding: 'Malicious' as const, at: newYear }]

function plan(system: TicketSystem, changes: Partial<TicketNews> = {}, results: TellResults = 'all') {
  const link = buildLink({ collection: 'incident', findings: { latest: found, gravest: 'Malicious' } })
  const source = { connector: { ...createScriptedTickets(), system }, results, rules: rulesFrom('{}') }
  return ticketCommands({ source, link, results: [result], tableOf: kind => `table_of_${kind}`, ...changes })
}

describe('what a ticket is told', () => {
  test('is one status comment in Jira, the same one every time', () => {
    const [comment, ...others] = plan('jira')
    expect(others).toEqual([])
    expect(comment).toMatchObject({
      kind: 'upsert-status-comment',
      ticket: { id: '10042' },
      commentId: null,
      text: expect.stringContaining('Malicious: evil.example (VirusTotal'),
    })
    expect(plan('jira', { results: [ci] })).toEqual([comment])
  })

  test('is a work note and a record of each result in ServiceNow', () => {
    const [note, record, ciRecord] = plan('servicenow', { results: [result, ci] })
    expect(note).toMatchObject({
      kind: 'add-work-note',
      ticket: { id: '10042', collection: 'incident' },
      text: expect.stringContaining('evil[.]example (VirusTotal'),
    })
    expect(record).toEqual({
      kind: 'insert-result-record',
      ticket: { id: '10042', collection: 'incident' },
      table: 'table_of_threat_lookup',
      columns: { task: '10042', source_engine: 'VirusTotal', finding: 'Malicious', raw_data: '{}' },
      marker: { column: 'details', value: expect.stringMatching(/^[0-9a-f]{26}$/) },
      observable: { column: 'observable', value: 'evil.example' },
      relation: { table: 'sn_ti_m2m_task_observable', ticketColumn: 'task', observableColumn: 'observable' },
    })
    expect(ciRecord).toMatchObject({ table: 'table_of_ci_enrichment', observable: null, relation: null })
    expect(ciRecord).toMatchObject({ columns: { cmdb_ci: 'web-01', details: 'x'.repeat(3_900) } })
  })

  test('leaves out what is marked for others, by the result itself or by the ticket', () => {
    const secret = { ...result, id: 's', record: { ...result.record, details: 'TLP:RED for the board' } }
    const told = plan('servicenow', { results: [result, secret] })
    expect(told.map(({ kind }) => kind)).toEqual(['add-work-note', 'insert-result-record'])
    expect(JSON.stringify(told)).not.toContain('board')
    expect(plan('servicenow', { results: [secret] })).toEqual([])
    const marked = (marking: string) =>
      plan('jira', {
        link: buildLink({ findings: { latest: found.map(one => ({ ...one, marking })), gravest: null } }),
      })
    expect(marked('red')).toEqual([])
    expect(marked('amber+strict')).toMatchObject([{ text: expect.stringContaining('is not shown here') }])
    expect(JSON.stringify(marked('amber+strict'))).not.toContain('evil')
  })

  test('has the same markers for the same results, and others for others', () => {
    const markers = (results: PostedResult[]) => plan('servicenow', { results }).map(command => JSON.stringify(command))
    expect(markers([result])).toEqual(markers([result]))
    expect(markers([ci])).not.toEqual(markers([{ ...ci, id: 'd' }]))
  })

  test('goes to the SecOps API of the instance by configuration, as the same record', () => {
    const results = [result, ci]
    const [note, ...records] = plan('servicenow', { results })
    const kinds = ['threat_lookup', 'ci_enrichment']
    const posted = records.map((record, index) => ({ ...record, resource: kinds[index] }))
    expect(plan('servicenow', { results }, 'secops-api')).toEqual([note, ...posted])
  })

  test('is a note of its own for each change, and the record as it is now', () => {
    const [note, record] = plan('servicenow', { results: [{ ...result, modCount: 1, isChange: true }] })
    const [later] = plan('servicenow', { results: [{ ...result, modCount: 2, isChange: true }] })
    const [first, firstRecord] = plan('servicenow')
    expect(note).toMatchObject({ text: expect.stringContaining('Malicious (updated): evil[.]example') })
    const markers = [first, note, later].map(command => command !== undefined && 'marker' in command && command.marker)
    expect(new Set(markers).size).toBe(3)
    expect(record).toEqual({ ...firstRecord, isChange: true })
  })

  test('is a note alone, or nothing, by configuration', () => {
    expect(plan('servicenow', {}, 'note').map(({ kind }) => kind)).toEqual(['add-work-note'])
    expect(plan('servicenow', {}, 'none')).toEqual([])
    expect(plan('jira', {}, 'none')).toEqual([])
  })

  test('is one status comment also where nothing was found', () => {
    const silent = [{ id: 'c', about: 'web-01', engine: 'CMDB', at: newYear }]
    const link = buildLink({ findings: { latest: [], gravest: null, silent } })
    expect(plan('jira', { link, results: [ci] })).toMatchObject([
      { kind: 'upsert-status-comment', text: expect.stringContaining('Result: web-01 (CMDB') },
    ])
  })

  test('is nothing where it knows the results already, and no comment where none is to be told of', () => {
    expect(plan('servicenow', { results: [] })).toEqual([])
    expect(plan('jira', { link: buildLink(), results: [ci] })).toEqual([])
  })
})

test('only a comment that was never sent gives way to a newer one', () => {
  const jobs = [
    buildJob({ command: buildStatusComment() }),
    buildJob({ command: buildStatusComment(), sentAt: 1 }),
    buildJob({ command: buildStatusComment(), state: 'unknown', sentAt: 1 }),
    buildJob({ command: buildWorkNote() }),
    buildJob(),
  ]
  expect(overtakenComments(jobs, [buildStatusComment()])).toEqual([jobs[0]])
  expect(overtakenComments(jobs, [buildWorkNote()])).toEqual([])
})
