import { createDenials, type Denial } from '../../src/access/denials'
import type { AuditEntry } from '../../src/domain/audit'
import { createManualClock } from '../support/manual-clock'

function setUp(record?: () => Promise<never>) {
  const clock = createManualClock()
  const written: AuditEntry[] = []
  const failures: unknown[] = []
  const denials = createDenials({
    clock,
    record: record ?? (async entries => void written.push(...entries)),
    onFailure: error => failures.push(error),
  })
  const denial = { tenant: 'emea', caller: 'nobody', route: 'GET /v1/links', status: 401, address: '192.0.2.1' }
  const note = (changes: Partial<Denial> = {}) => denials.note({ ...denial, ...changes })
  return { clock, written, failures, denials, note }
}

test('denials are one entry by caller, route and minute, with their number', () => {
  const { clock, written, note } = setUp()
  for (let count = 0; count < 5; count += 1) note()
  note({ route: 'GET /v1/jobs' })
  note({ caller: 'k1', status: 403 })
  clock.advance(59_999)
  expect(written).toEqual([])
  clock.advance(1)
  const detail = { address: '192.0.2.1', status: 401 }
  const entry = { tenant: 'emea', caller: 'nobody', action: 'access.denied' }
  expect(written).toEqual([
    { ...entry, subject: 'GET /v1/links', detail: { ...detail, count: 5 } },
    { ...entry, subject: 'GET /v1/jobs', detail: { ...detail, count: 1 } },
    { ...entry, caller: 'k1', subject: 'GET /v1/links', detail: { ...detail, status: 403, count: 1 } },
  ])
  note()
  clock.advance(60_000)
  expect(written).toHaveLength(4)
})

test('a flood from many addresses is a bounded number of entries, and none of it is lost from the count', async () => {
  const { written, denials, note } = setUp()
  for (let number = 0; number < 5_000; number += 1) note({ address: `2001:db8::${number.toString(16)}` })
  await denials.flush()
  expect(written).toHaveLength(1_001)
  expect(written.reduce((sum, { detail }) => sum + Number(detail.count), 0)).toBe(5_000)
  expect(written.at(-1)).toMatchObject({ caller: 'many', detail: { address: 'many', count: 4_000 } })
})

test('what cannot be written is told, and what comes after is written again', async () => {
  const { clock, failures, note } = setUp(() => Promise.reject(new Error('disk full')))
  note()
  clock.advance(60_000)
  await Promise.resolve()
  await Promise.resolve()
  expect(failures).toEqual([new Error('disk full')])
})
