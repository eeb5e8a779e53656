import { openKey } from '../support/open-key'
import { postEnrichment } from '../support/post-enrichment'
import { openStage, type Stage } from '../support/stage'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({
    servicenow: { roles: ['itil', 'sn_si.analyst', 'sn_ti.write', 'sn_sec_cmn.api_write'] },
    bridge: { servicenow: { results: 'secops-api' } },
  })
})
afterAll(() => stage.close())

test('results reach the instance by its own SecOps API where the connection says so, each once', async () => {
  const { call, file } = stage.servicenow
  const { sys_id: id, number } = await file({ short_description: 'Beacon' }, 'sn_si_incident')
  await stage.quiet()
  const key = await openKey(stage.bridge, 'sn_sec_cmn.api_write')
  await call('POST', '/_sandbox/scenario', {
    name: 'reset-after-commit',
    method: 'POST',
    path: '/api/sn_sec_cmn',
    times: 1,
  })
  const body = { observable: 'a.example', task: number, source_engine: 'VirusTotal', finding: 'Malicious' }
  const post = () => postEnrichment(stage.bridge, { as: `Bearer ${key}`, resource: 'threat_lookup', body })
  await Promise.all(Array.from({ length: 20 }, post))
  await stage.quiet()
  expect((await call('GET', `/api/now/table/sn_ti_lookup_result?sysparm_query=task=${id}`)).body.result).toMatchObject([
    { finding: 'Malicious', source_engine: 'VirusTotal' },
  ])
  const { requests } = (await call('GET', '/_sandbox/requests')).body
  const posted = requests.filter(({ method }: { method: string }) => method === 'POST')
  const paths = posted.map(({ path }: { path: string }) => path.split('?')[0])
  expect(paths).toContain('/api/sn_sec_cmn/secops_integration_capabilities/threat_lookup')
  expect(paths).not.toContain('/api/now/table/sn_ti_lookup_result')
  expect(stage.rows("select kind, reason from jobs where state = 'dead'")).toEqual([])
})
