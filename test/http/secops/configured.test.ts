import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { openBridge, type RunningBridge } from '../../support/bridge'
import { openKey } from '../../support/open-key'
import { createFolder } from '../../support/open-store'
import { postEnrichment, secopsBase, someLookup } from '../../support/post-enrichment'

const nowhere = 'http://127.0.0.1:9'
const base = '/api/acme_sec/enrichment'
const tables = `
ci_enrichment: { name: u_ci, columns: [{ name: cmdb_ci, type: reference }] }
observable_enrichment: { name: u_observable, columns: [{ name: observable, type: reference }] }
threat_lookup:
  name: u_lookup
  columns: [{ name: observable, type: reference, mandatory: true }, { name: score, type: integer, mandatory: true }]
`

let bridge: RunningBridge
let writer: string
beforeAll(async () => {
  const folder = createFolder()
  writeFileSync(path.join(folder, 'our-tables.yaml'), tables)
  const secops = { basePath: base, fieldsName: 'data', unknownColumns: 'refuse', tables: 'our-tables.yaml' }
  bridge = await openBridge({ soarUrl: nowhere, soarToken: 'x', jiraUrl: nowhere, folder, secops })
  writer = `Bearer ${await openKey(bridge, 'sn_sec_cmn.api_write')}`
})
afterAll(() => bridge.close())

const post = (body: unknown, at = base) => postEnrichment(bridge, { as: writer, base: at, body })

describe('by configuration', () => {
  test('the door stands elsewhere, with and without a version, and no longer where it stood', async () => {
    expect((await post({ observable: 'a', score: 1 })).status).toBe(201)
    expect((await post({ observable: 'b', score: 2 }, '/api/acme_sec/v1/enrichment')).status).toBe(201)
    expect(await post({}, '/api/acme_sec/v2/enrichment')).toMatchObject({ status: 400 })
    expect(await post(someLookup, secopsBase)).toMatchObject({ status: 404, body: { code: 'no-such-path' } })
  })

  test('the contract that is served names where it stands', async () => {
    for (const file of ['openapi.json', 'openapi.yaml']) {
      const contract = await (await fetch(`${bridge.url}/${file}`)).text()
      expect(contract).toContain(`${base}/threat_lookup`)
      expect(contract).toContain('/api/acme_sec/v1/enrichment/threat_lookup')
      expect(contract).not.toContain(secopsBase)
    }
  })

  test('fields stand under another name', async () => {
    expect(await post({ data: { observable: 'c', score: '3' } })).toMatchObject({
      status: 201,
      body: { table: 'u_lookup', record: { observable: 'c', score: '3' } },
    })
  })

  test('the tables are others, and what they have no column for is refused', async () => {
    expect((await post({ observable: 'd' })).body.error.message).toBe('Mandatory fields missing: score')
    expect(await post({ observable: 'd', score: 4, finding: 'Malicious' })).toMatchObject({
      status: 400,
      body: { error: { message: 'Unable to persist record', detail: 'u_lookup has no column finding.' } },
    })
  })
})

test('tables that are none refuse the start', async () => {
  const open = (file: string) =>
    openBridge({ soarUrl: nowhere, soarToken: 'x', jiraUrl: nowhere, secops: { tables: file } })
  await expect(open('nowhere.yaml')).rejects.toMatchObject({ code: 'tables-invalid' })
})
