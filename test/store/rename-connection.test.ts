import path from 'node:path'
import { type Database, openDatabase } from '../../src/store/database'
import { isConnectionUsed, renameConnection } from '../../src/store/rename-connection'
import { type ConfigFolder, createConfigFolder } from '../support/config-folder'

let folder: ConfigFolder
let db: Database

beforeEach(async () => {
  folder = createConfigFolder()
  db = await openDatabase({ file: path.join(folder.path, 'bridge.db') })
})
afterEach(async () => {
  await db.close()
  folder.remove()
})

async function run(...statements: [sql: string, ...parameters: unknown[]][]): Promise<void> {
  await db.write(statements.map(([sql, ...parameters]) => ({ sql, parameters })))
}

/** One row of each table that names a connection, as a ticket of it leaves them. */
async function fill(connection: string): Promise<void> {
  const lane = `${connection}/100`
  await run(
    [
      `insert into links (id, connection, ticket_id, soar_connection, sdi_prefix, tenant, state, snapshot, observables, base,
         revision, created_at, updated_at) values (?, ?, '100', 'soar', ?, 'default', 'linked', '{}', '[]', '{}', 1, 0, 0)`,
      `link of ${connection}`,
      connection,
      connection,
    ],
    ['insert into lanes (lane, connection, wanted, fence, digested_at) values (?, ?, 0, 0, 0)', lane, connection],
    [
      `insert into receipts (id, connection, lane, sha256, state, received_at, headers, body)
         values (?, ?, ?, '', 'processed', 0, '{}', x''), (?, ?, null, '', 'quarantined', 0, '{}', x'')`,
      `receipt of ${connection}`,
      connection,
      lane,
      `stray of ${connection}`,
      connection,
    ],
    [
      `insert into changes (id, lane, link_id, kind, identity, version_at, detail, decisions, mapping_version, created_at)
         values (?, ?, '', 'ticket-state', '', 0, '{}', '[]', '', 0)`,
      `change of ${connection}`,
      lane,
    ],
    [
      `insert into jobs (id, op_id, lane, link_id, connection, target, kind, command, state, fence, tries, next_at,
         mapping_version, created_at, updated_at) values (?, ?, ?, '', 'soar', ?, '', '{}', 'waiting', 0, 0, 0, '', 0, 0)`,
      `job of ${connection}`,
      connection,
      lane,
      `soar/soarbridge:${lane}`,
    ],
    [
      `insert into attempts (id, job_id, lane, purpose, fence, started_at, ended_at, outcome, exchanges)
         values (?, '', ?, 'apply', 0, 0, 0, '', '[]')`,
      `attempt of ${connection}`,
      lane,
    ],
    [
      "insert into mapping_versions (connection, version, text, source, activated_at) values (?, '1', '', '', 0)",
      connection,
    ],
    [
      "insert into results_to_plan (lane, stored_at, result_id, kind, is_again) values (?, 0, 'r', 'threat_lookup', 0)",
      lane,
    ],
    ["insert into checkpoints (connection, collection, at, id) values (?, 'sweep', 5, '')", connection],
    [
      `insert into backfills (id, connection, since, query, state, position, read, entered, failed, created_at, updated_at)
         values (?, ?, 0, '', 'running', '{}', 0, 0, 0, 0, 0)`,
      `backfill of ${connection}`,
      connection,
    ],
  )
}

/** Every name and lane there is. */
async function names(): Promise<string[]> {
  const { read } = db
  const connections = await Promise.all(
    (['links', 'lanes', 'receipts', 'mapping_versions', 'checkpoints', 'backfills'] as const).map(table =>
      read.selectFrom(table).select('connection').execute(),
    ),
  )
  const lanes = await Promise.all(
    (['lanes', 'receipts', 'changes', 'jobs', 'attempts', 'results_to_plan'] as const).map(table =>
      read.selectFrom(table).select('lane').execute(),
    ),
  )
  return [...connections.flat().map(row => row.connection), ...lanes.flat().map(row => row.lane ?? 'none')]
}

describe('renameConnection', () => {
  it('renames connection and lanes in every table at once, and tells how many links', async () => {
    await fill('jira')
    const written = await db.write(renameConnection(db.read, { from: 'jira', to: 'jira-emea' }))
    expect(written).toMatchObject({ committed: true, changes: [1, 1, 2, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1] })
    expect(new Set(await names())).toEqual(new Set(['jira-emea', 'jira-emea/100', 'none']))
  })

  it('keeps what stands in SOAR: the prefix of the identifiers, the SOAR connection, the target', async () => {
    await fill('jira')
    await db.write(renameConnection(db.read, { from: 'jira', to: 'jira-emea' }))
    expect(await db.read.selectFrom('links').select(['sdi_prefix', 'soar_connection']).execute()).toEqual([
      { sdi_prefix: 'jira', soar_connection: 'soar' },
    ])
    expect(await db.read.selectFrom('jobs').select(['connection', 'target']).execute()).toEqual([
      { connection: 'soar', target: 'soar/soarbridge:jira/100' },
    ])
  })

  it('goes on sweeping where the old name stood, whatever was marked under the new one', async () => {
    await fill('jira')
    await run(["insert into checkpoints (connection, collection, at, id) values ('cloud', 'sweep', 9, '')"])
    await db.write(renameConnection(db.read, { from: 'jira', to: 'cloud' }))
    expect(await db.read.selectFrom('checkpoints').select(['connection', 'at']).execute()).toEqual([
      { connection: 'cloud', at: 5 },
    ])
  })

  it('renames the connection of jobs that go to its tickets', async () => {
    await fill('jira')
    await run(["update jobs set connection = 'jira'"])
    await db.write(renameConnection(db.read, { from: 'jira', to: 'jira-emea' }))
    expect(await db.read.selectFrom('jobs').select('connection').execute()).toEqual([{ connection: 'jira-emea' }])
  })

  it('leaves other connections alone, also one whose name begins alike', async () => {
    await fill('jira')
    await fill('jira-apac')
    const before = (await names()).filter(name => name.startsWith('jira-apac'))
    await db.write(renameConnection(db.read, { from: 'jira', to: 'cloud' }))
    expect((await names()).filter(name => name.startsWith('jira-apac'))).toEqual(before)
    expect((await names()).filter(name => /^jira(\/|$)/.test(name))).toEqual([])
  })

  it('reads no wildcards in a name', async () => {
    await fill('jira')
    await db.write(renameConnection(db.read, { from: 'j%', to: 'x' }))
    await db.write(renameConnection(db.read, { from: 'jir_', to: 'x' }))
    expect(await isConnectionUsed(db.read, 'x')).toBe(false)
    expect((await names()).some(name => name.startsWith('x'))).toBe(false)
  })
})

describe('isConnectionUsed', () => {
  it('knows a connection by its receipts alone', async () => {
    expect(await isConnectionUsed(db.read, 'jira')).toBe(false)
    await fill('jira')
    await run(['delete from links'], ['delete from lanes'])
    expect(await isConnectionUsed(db.read, 'jira')).toBe(true)
  })
})
