import { randomBytes } from 'node:crypto'
import { type ChainHead, verifyChain } from '../../src/access/audit-chain'
import { type AuditLog, createAuditLog } from '../../src/access/audit-log'
import type { AuditEntry } from '../../src/domain/audit'
import { noteKeyUse } from '../../src/store/api-keys'
import { auditRowsAfter } from '../../src/store/audit-log'
import { newYear, nextId } from '../builders/rows'
import { type OpenedStore, openStore } from '../support/open-store'

const key = randomBytes(32)
let store: OpenedStore
let log: AuditLog

beforeEach(async () => {
  store = await openStore()
  log = openLog()
})
afterEach(() => store.close())

const openLog = () => createAuditLog({ db: store.db, key, newId: nextId, clock: { now: () => newYear } })
const entry = (number: number, tenant = 'default'): AuditEntry => ({
  tenant,
  caller: 'k1',
  action: 'key.changed',
  subject: `s${number}`,
  detail: { number },
})
const verify = (logged?: Omit<ChainHead, 'tenant'>, by = key, tenant = 'default') =>
  verifyChain(
    { key: by, readRows: page => auditRowsAfter(store.db.read, tenant, page), rest: async () => {} },
    tenant,
    logged,
  )
const fill = async (count: number) => {
  for (let number = 1; number <= count; number += 1) await log.record(entry(number))
}
const headNow = async () => (await log.heads())[0] as ChainHead

describe('a chain', () => {
  test('is whole as it was written, however many wrote at once, also after a restart', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, number) => log.record(entry(number))))
    log = openLog()
    await log.record([entry(51), entry(52)])
    expect(await verify()).toEqual({ tenant: 'default', rows: 52, head: (await headNow()).head, firstBad: null })
    expect(store.rows<{ seq: number }>('select seq from audit_log order by seq').map(({ seq }) => seq)).toEqual(
      Array.from({ length: 52 }, (_, index) => index + 1),
    )
  })

  test('is walked page by page', async () => {
    await log.record(Array.from({ length: 2_500 }, (_, number) => entry(number)))
    expect(await verify()).toMatchObject({ rows: 2_500, firstBad: null })
    store.raw.exec("update audit_log set subject = 'x' where seq = 2001")
    expect(await verify()).toMatchObject({ rows: 2_000, firstBad: { row: 2_001, reason: 'changed' } })
  })

  test('stands for itself in each tenant', async () => {
    await log.record([entry(1), entry(1, 'emea'), entry(2)])
    store.raw.exec("update audit_log set caller = 'x' where tenant = 'emea'")
    expect(await verify()).toMatchObject({ rows: 2, firstBad: null })
    expect(await verify(undefined, key, 'emea')).toMatchObject({ rows: 0, firstBad: { row: 1, reason: 'changed' } })
    expect(await log.heads()).toHaveLength(2)
  })

  test('cannot be written by who has the database and not the key', async () => {
    await fill(3)
    expect(await verify(undefined, randomBytes(32))).toMatchObject({ firstBad: { row: 1, reason: 'changed' } })
  })

  test('that is empty is whole', async () => {
    expect(await verify()).toEqual({ tenant: 'default', rows: 0, head: '', firstBad: null })
  })
})

describe('of ten rows', () => {
  beforeEach(() => fill(10))

  test.each([
    'at = at + 1',
    "caller = 'k2'",
    "action = 'key.created'",
    "subject = 's4'",
    "detail = '{}'",
    "hash = 'x'",
  ])('one that was changed (%s) is named', async assignment => {
    store.raw.exec(`update audit_log set ${assignment} where seq = 5`)
    expect(await verify()).toMatchObject({ rows: 4, firstBad: { row: 5, reason: 'changed' } })
  })

  test.each([1, 5, 9])('one that was deleted (%i) is named', async row => {
    store.raw.exec(`delete from audit_log where seq = ${row}`)
    expect(await verify()).toMatchObject({ rows: row - 1, firstBad: { row, reason: 'missing' } })
  })

  test('one that was deleted with the others moved up is named', async () => {
    store.raw.exec('delete from audit_log where seq = 5')
    for (let row = 6; row <= 10; row += 1) store.raw.exec(`update audit_log set seq = ${row - 1} where seq = ${row}`)
    expect(await verify()).toMatchObject({ firstBad: { row: 5, reason: 'changed' } })
  })

  test('two that changed places are named', async () => {
    store.raw.exec('update audit_log set seq = 99 where seq = 5')
    store.raw.exec('update audit_log set seq = 5 where seq = 6; update audit_log set seq = 6 where seq = 99')
    expect(await verify()).toMatchObject({ rows: 4, firstBad: { row: 5, reason: 'reordered' } })
  })

  test('one that was slipped in is named', async () => {
    store.raw.exec(`insert into audit_log select tenant, 11, 'id', at, caller, action, subject, detail, hash
      from audit_log where seq = 10`)
    expect(await verify()).toMatchObject({ rows: 10, firstBad: { row: 11, reason: 'changed' } })
  })

  test('the last ones are missed against the head that was logged, and only so', async () => {
    const logged = await headNow()
    store.raw.exec('delete from audit_log where seq > 7')
    expect(await verify()).toMatchObject({ rows: 7, firstBad: null })
    expect(await verify(logged)).toMatchObject({ rows: 7, firstBad: { row: 8, reason: 'truncated' } })
    log = openLog()
    await fill(5)
    expect(await verify()).toMatchObject({ rows: 12, firstBad: null })
    expect(await verify(logged)).toMatchObject({ firstBad: { row: 10, reason: 'replaced' } })
  })

  test('none is bad against an older head', async () => {
    const logged = await headNow()
    await fill(3)
    expect(await verify(logged)).toMatchObject({ rows: 13, firstBad: null })
  })
})

describe('a change', () => {
  const change = () => ({ ...noteKeyUse(store.db.read, 'no-such-key', 1), expect: 1 })

  test('that is lost leaves no row, and the chain goes on', async () => {
    expect(await log.record(entry(1), [change()])).toMatchObject({ committed: false })
    await log.record(entry(2))
    expect(await verify()).toMatchObject({ rows: 1, firstBad: null })
  })

  test('that cannot be written down is not done', async () => {
    await log.record(entry(1))
    // Somebody took the next number behind our back.
    store.raw.exec(
      `insert into audit_log select tenant, 2, 'id', at, caller, action, subject, detail, hash from audit_log`,
    )
    store.raw.exec(`insert into api_keys (id, name, digest, roles, tenant, allow_ips, created_at)
      values ('k1', 'x', 'x', '[]', 'default', '[]', 0)`)
    const used = { ...noteKeyUse(store.db.read, 'k1', 7), expect: 1 }
    await expect(log.record(entry(2), [used])).rejects.toMatchObject({ code: 'store-failed' })
    expect(store.rows('select last_used_at from api_keys')).toEqual([{ last_used_at: null }])
  })
})
