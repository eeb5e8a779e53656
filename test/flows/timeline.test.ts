import { timelineEntries } from '../../src/flows/timeline'
import type { TimelineRows } from '../../src/store/lists'

const rows: TimelineRows = {
  receipts: [
    {
      id: '01',
      connection: 'jira',
      lane: 'jira/1',
      delivery_id: null,
      version: null,
      sha256: 'abc',
      event: 'jira:issue_created',
      state: 'processed',
      reason: null,
      received_at: 0,
      processed_at: 5,
      bytes: 17,
    },
  ],
  changes: [
    {
      id: '02',
      lane: 'jira/1',
      link_id: 'l',
      receipt_id: null,
      kind: 'ticket-state',
      identity: 'ticket-state@0.0',
      version_at: 0,
      detail: '{"complete":true}',
      decisions: '[{"decision":"job"},{"field":"severity","rule":"container.severity[0]"}]',
      mapping_version: 'v1',
      created_at: 1,
    },
  ],
  jobs: [
    {
      id: '03',
      op_id: 'op',
      lane: 'jira/1',
      link_id: 'l',
      connection: 'soar',
      target: 't',
      kind: 'create-container',
      command: '{"kind":"create-container"}',
      state: 'waiting',
      fence: 1,
      tries: 2,
      next_at: 0,
      sent_at: null,
      unknown_at: null,
      late_sweep_at: null,
      reason: null,
      mapping_version: 'v1',
      created_at: 2,
      updated_at: 3,
    },
  ],
  attempts: [
    {
      id: '04',
      job_id: '03',
      lane: 'jira/1',
      purpose: 'apply',
      fence: 1,
      started_at: 3,
      ended_at: 10,
      outcome: 'retry',
      code: 'timeout',
      message: 'no answer',
      exchanges: '[{"method":"POST"}]',
    },
  ],
  writes: [
    {
      id: '05',
      link_id: 'l',
      field: 'severity',
      side: 'soar',
      value: '"high"',
      cause: 'bridge',
      job_id: '03',
      mapping_version: 'v1',
      at: 11,
    },
  ],
}

describe('a timeline', () => {
  test('tells one story out of five tables, in the order things happened', () => {
    const entries = timelineEntries(rows, null)
    expect(entries.map(({ id, kind, summary }) => [id, kind, summary])).toEqual([
      ['01', 'receipt', 'jira:issue_created received, processed'],
      ['02', 'change', 'ticket-state read from the ticketing system'],
      ['03', 'job', 'create-container waiting'],
      ['04', 'attempt', 'apply: retry'],
      ['05', 'write', 'severity of the container became "high", by the bridge'],
    ])
    expect(entries.map(entry => entry.at)).toEqual([...entries.map(entry => entry.at)].sort())
  })

  test('holds the rule that decided, the try with its exchanges, and no body of a delivery', () => {
    const [receipt, change, , attempt] = timelineEntries(rows, null).map(entry => entry.detail)
    expect(change?.decisions).toContainEqual({ field: 'severity', rule: 'container.severity[0]' })
    expect(attempt).toMatchObject({ job: '03', code: 'timeout', ms: 7, exchanges: [{ method: 'POST' }] })
    expect(Object.keys(receipt ?? {})).toEqual(['event', 'state', 'reason', 'sha256', 'bytes'])
  })

  test('shows who wrote which value of a field, by which job and version of the rules', () => {
    const entry = timelineEntries(rows, null).find(({ kind }) => kind === 'write')
    const detail = {
      field: 'severity',
      side: 'soar',
      cause: 'bridge',
      value: '"high"',
      job: '03',
      mappingVersion: 'v1',
    }
    expect(entry?.detail).toEqual(detail)
  })

  test.each(['name', 'description'])('shows the %s that somebody wrote as its hash only', field => {
    const writes = rows.writes.map(row => ({ ...row, field, value: '"Beacon of Ada"', cause: 'person', job_id: null }))
    const told = JSON.stringify(timelineEntries({ ...rows, writes }, null))
    expect(told).not.toContain('Beacon')
    expect(told).toContain('by a person')
  })

  test('says of an open job why it is held, and of no other', () => {
    const heldBy = 'SOAR does not know label "x"'
    const jobs = (state: string) =>
      timelineEntries({ ...rows, jobs: rows.jobs.map(job => ({ ...job, state })) }, heldBy)
    const entryOf = (state: string) => jobs(state).find(entry => entry.kind === 'job')
    expect(entryOf('waiting')).toMatchObject({ summary: 'create-container waiting, held', detail: { heldBy } })
    expect(entryOf('confirmed')?.summary).toBe('create-container confirmed')
    expect(entryOf('confirmed')?.detail).not.toHaveProperty('heldBy')
  })
})
