import { readFileSync } from 'node:fs'
import { roles } from '../../src/domain/role'
import { openBridge, type RunningBridge } from '../support/bridge'
import { openKey } from '../support/open-key'
import { secopsBase } from '../support/post-enrichment'
import {
  collectionFile,
  type PostmanCollection,
  type PostmanItem,
  type PostmanRequest,
} from '../support/postman-collection'
import { readTables } from '../support/read-bridge'
import { hasCurl, hasPython, runShell } from '../support/run-program'

jest.setTimeout(60_000)

const nowhere = 'http://127.0.0.1:9'
const testIf = (isThere: boolean) => (isThere ? test : test.skip)

let bridge: RunningBridge
let key: string

beforeAll(async () => {
  bridge = await openBridge({ soarUrl: nowhere, soarToken: 'x', jiraUrl: nowhere })
  key = await openKey(bridge, ...roles)
})
afterAll(() => bridge.close())

const run = (command: string, as = key) => runShell(`BRIDGE_URL=${bridge.url} BRIDGE_KEY=${as} ${command}`)

async function listed(question: Record<string, string>) {
  const headers = { Authorization: `Bearer ${key}` }
  const response = await fetch(`${bridge.url}/v1/enrichments?${new URLSearchParams(question)}`, { headers })
  return ((await response.json()) as { items: { record: Record<string, string> }[] }).items.map(({ record }) => record)
}

testIf(hasCurl())('the curl script posts the three use cases', async () => {
  const answers = (await run('sh examples/curl/post-enrichment.sh')).map(line => JSON.parse(line))
  expect(answers.slice(0, 2)).toMatchObject([
    { status: 'success', table: 'sn_sec_cmn_ci_enrichment_result', record: { cmdb_ci: 'web-01' } },
    { status: 'success', table: 'sn_ti_observable_enrichment_result', record: { observable: 'evil.example' } },
  ])
  expect(answers[2]).toEqual({ status: 'success' })
  await expect(run('sh examples/curl/post-enrichment.sh', 'sbk_wrong')).rejects.toMatchObject({
    stdout: expect.stringContaining('User Not Authenticated'),
  })
})

describe('in Python', () => {
  const testPython = testIf(hasPython())

  testPython('the script posts one record, a part of a list, and wrapped', async () => {
    expect(await run('python3 examples/python/post_enrichment.py')).toEqual([
      expect.stringMatching(/^stored sn_sec_cmn_ci_enrichment_result [0-9a-f]{32}$/),
      'stored 1 of 2',
      'refused 1 Mandatory fields missing: observable',
      'stored sn_ti_lookup_result Malicious',
    ])
  })

  testPython('the custom function of SOAR is heard, and refused without the role', async () => {
    const call = (as: string) =>
      [
        'python3 -c "import sys; sys.path.insert(0, \\"examples/soar-custom-function\\")',
        'from tell_bridge import tell_bridge',
        `print(tell_bridge(container_id=7, bridge_url=\\"${bridge.url}\\", connection=\\"soar\\", key=\\"${as}\\")[\\"status\\"])"`,
      ].join('\n')
    expect(await run(call(key))).toEqual(['accepted'])
    const poor = await openKey(bridge, 'bridge.viewer')
    await expect(run(call(poor))).rejects.toMatchObject({ stderr: expect.stringContaining('403') })
  })

  testPython('a script without the role ends with the message that ServiceNow has for it', async () => {
    const poor = await openKey(bridge, 'bridge.viewer')
    await expect(run('python3 examples/python/post_enrichment.py', poor)).rejects.toMatchObject({
      stderr: expect.stringContaining('403 Insufficient access'),
    })
  })

  testPython('an answer of VirusTotal becomes a threat lookup, once however often it is posted', async () => {
    const post = () =>
      run('python3 examples/virustotal/post_virustotal.py examples/virustotal/ip-address.json SIR0010001')
    const [first] = await post()
    expect(first).toMatch(/^[0-9a-f]{32} 198\.51\.100\.7 Malicious$/)
    expect(await post()).toEqual([first])
    const id = first?.slice(0, 32)
    const rows = readTables<{ record: string }>(bridge.folder, `select * from threat_lookup_results where id = '${id}'`)
    expect(rows).toHaveLength(1)
    const mine = (await listed({ kind: 'threat_lookup', observable: '198.51.100.7' })).filter(
      ({ task }) => task === 'SIR0010001',
    )
    expect(mine).toEqual([
      expect.objectContaining({
        source_engine: 'VirusTotal',
        finding: 'Malicious',
        result: '9 malicious, 2 suspicious',
        details: '91 engines, reputation -14',
      }),
    ])
    expect(JSON.parse(mine[0]?.raw_data ?? '')).toHaveProperty('Engine A.result', 'malware')
  })

  testPython('a URL of VirusTotal is known by its address, and since when', async () => {
    const [line] = await run('python3 examples/virustotal/post_virustotal.py examples/virustotal/url.json')
    expect(line).toMatch(/^[0-9a-f]{32} http:\/\/login\.evil\.example\/reset Suspicious$/)
    const [record] = await listed({ observable: 'http://login.evil.example/reset' })
    expect(record).toMatchObject({ first_found: expect.stringMatching(/^2026-11-2\d \d\d:\d\d:\d\d$/) })
  })
})

describe('the Postman collection', () => {
  const collection = JSON.parse(readFileSync(collectionFile, 'utf8')) as PostmanCollection
  const requestsOf = (item: PostmanItem): [string, PostmanRequest][] => [
    ...(item.request === undefined ? [] : [[item.name, item.request] as [string, PostmanRequest]]),
    ...(item.item ?? []).flatMap(requestsOf),
  ]
  const all = collection.item.flatMap(requestsOf)
  const posts = all.filter(([, { method, url }]) => method === 'POST' && `/${url.path.join('/')}`.includes('secops'))
  const reads = all.filter(([, { method, url }]) => method === 'GET' && !url.path.some(part => part.startsWith(':')))

  /** As Postman does, with the variables set; every filter and flag is off. */
  function send({ method, url, header = [], body }: PostmanRequest): Promise<Response> {
    const fill = (text: string) => text.replaceAll('{{$guid}}', crypto.randomUUID())
    const headers = Object.fromEntries(header.map(({ key: name, value }): [string, string] => [name, fill(value)]))
    return fetch(`${bridge.url}/${url.path.join('/')}`, {
      method,
      headers: { ...headers, Authorization: `Bearer ${key}` },
      ...(body?.raw !== undefined && { body: body.raw }),
    })
  }

  test('names the address and the key as variables, and no address of its own', () => {
    expect(collection.variable.map(variable => variable.key)).toEqual(['baseUrl', 'bearerToken'])
    expect(all.length).toBeGreaterThan(30)
    expect(all.flatMap(([, { url }]) => url.query ?? []).every(({ disabled }) => disabled === true)).toBe(true)
  })

  test.each(posts)('posts %s as it stands', async (_name, request) => {
    const response = await send(request)
    expect({ status: response.status, body: await response.json() }).toMatchObject({
      status: 201,
      body: { status: 'success' },
    })
  })

  test.each(reads)('reads %s as it stands', async (_name, request) => {
    const response = await send(request)
    expect(response.status).toBe(200)
  })

  test('has the three resources, with and without a version', () => {
    const paths = posts.map(([, { url }]) => `/${url.path.join('/')}`)
    const versioned = '/api/sn_sec_cmn/v1/secops_integration_capabilities'
    const resources = ['ci_enrichment', 'observable_enrichment', 'threat_lookup']
    expect(paths.sort()).toEqual([secopsBase, versioned].flatMap(base => resources.map(name => `${base}/${name}`)))
  })
})
