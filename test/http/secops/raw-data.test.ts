import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { openBridge, type RunningBridge } from '../../support/bridge'
import { openKey } from '../../support/open-key'
import { createFolder } from '../../support/open-store'
import { countEnrichments, postEnrichment } from '../../support/post-enrichment'

const nowhere = 'http://127.0.0.1:9'
const mappings = `
mappings:
  - id: m-1
    name: Report
    format: XML
    recordPath: r
    destination: threat_lookup
    fields: { observable: { from: sha256 }, source_engine: { value: Sandbox }, finding: { from: verdict } }
    duplicates: { columns: [observable, source_engine], action: update, update: { finding: replace } }
  - id: m-2
    name: Hosts
    recordPath: hosts
    each: true
    destination: ci_enrichment
    fields: { cmdb_ci: { from: name } }
`
const report = (verdict: string) => `<r><sha256>24c0</sha256><verdict>${verdict}</verdict></r>`

let bridge: RunningBridge
let writer: string
beforeAll(async () => {
  const folder = createFolder()
  writeFileSync(path.join(folder, 'mappings.yaml'), mappings)
  const secops = { enrichmentMappings: 'mappings.yaml' }
  bridge = await openBridge({ soarUrl: nowhere, soarToken: 'x', jiraUrl: nowhere, folder, secops })
  writer = `Bearer ${await openKey(bridge, 'sn_sec_cmn.api_write')}`
})
afterAll(() => bridge.close())

const post = (body: unknown, resource = 'threat_lookup') => postEnrichment(bridge, { as: writer, resource, body })

describe('raw data, posted', () => {
  test('is answered with the record that its mapping made, and with the same one once it was changed', async () => {
    const first = await post({ enrichment_mapping_id: 'm-1', raw_data: report('Clean') })
    expect(first).toMatchObject({
      status: 201,
      body: { table: 'sn_ti_lookup_result', record: { observable: '24c0', finding: 'Clean', sys_mod_count: '0' } },
    })
    const second = await post({ fields: { enrichment_mapping_id: 'Report', raw_data: report('Malicious') } })
    expect(second.body).toMatchObject({
      sys_id: first.body.sys_id,
      record: { finding: 'Malicious', sys_mod_count: '1', sys_created_on: first.body.record.sys_created_on },
    })
  })

  test('names the table that it went to, not the resource that it was posted to', async () => {
    const hosts = { enrichment_mapping_id: 'm-2', raw_data: '{"hosts":[{"name":"web-01"},{"ip":"10.0.0.1"}]}' }
    expect(await post(hosts)).toMatchObject({
      status: 200,
      body: {
        status: 'partial_success',
        table: 'sn_sec_cmn_ci_enrichment_result',
        success_records: [{ index: 0, record: { cmdb_ci: 'web-01', raw_data: '{"name":"web-01"}' } }],
        error_records: [{ index: 1, message: 'No fields supplied' }],
      },
    })
    const mixed = [
      { enrichment_mapping_id: 'm-1', raw_data: report('Unknown') },
      { enrichment_mapping_id: 'm-2', raw_data: '{"hosts":{"name":"web-02"}}' },
    ]
    const { body } = await post(mixed)
    expect(body.table).toBe('sn_ti_lookup_result')
    expect(body.success_records.map(({ table }: { table?: string }) => table)).toEqual([
      undefined,
      'sn_sec_cmn_ci_enrichment_result',
    ])
  })

  test.each([
    ['an unknown mapping', 'm-9', '{}', 'Unable to persist record'],
    ['a bomb of entities', 'm-1', '<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><r>&b;</r>', 'Invalid post body'],
    ['an entity of a file', 'm-1', '<!DOCTYPE r [<!ENTITY a SYSTEM "/etc/passwd">]><r>&a;</r>', 'Invalid post body'],
    ['deep nesting', 'm-2', '['.repeat(100_000), 'Invalid post body'],
    ['half a megabyte of brackets', 'm-1', '<'.repeat(500_000), 'Invalid post body'],
    ['nothing where the mapping looks', 'm-2', '{"other":1}', 'No fields supplied'],
  ])('is refused in the exact words with %s, and leaves no row', async (_, id, raw, message) => {
    const before = countEnrichments(bridge)
    const { status, body } = await post({ enrichment_mapping_id: id, raw_data: raw })
    expect(status).toBe(400)
    expect(body).toEqual({ error: { message, detail: expect.any(String) }, status: 'failure' })
    expect(JSON.stringify(body)).not.toMatch(/passwd|ENTITY|<</)
    expect(countEnrichments(bridge)).toEqual(before)
  })
})
