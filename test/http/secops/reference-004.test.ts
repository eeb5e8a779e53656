import { readFileSync } from 'node:fs'
import { openBridge, type RunningBridge } from '../../support/bridge'
import { knownPassword, openUser } from '../../support/open-user'
import { secopsBase } from '../../support/post-enrichment'
import { readTables } from '../../support/read-bridge'
import { readReference } from '../../support/reference-document'
import { hasPython, runPython } from '../../support/run-program'

jest.setTimeout(60_000)

const document = readReference('004') ?? ''
const testDocument = document === '' ? test.skip : test
const describePython = hasPython() ? describe : describe.skip

/** First cells of the document's table of errors. */
const messages = (document.split('| Error message |')[1] ?? '')
  .split('\n')
  .flatMap(line => /^\| ([A-Z][^|]*?) \|/.exec(line)?.[1] ?? [])

/**
 * Knows what the document says and nothing else: an HTTP POST with a JSON string as its body, the role, three parameters,
 * six messages, three use cases.
 */
const script = `
import json, sys
import requests

base, user, stranger, password = sys.argv[1:5]

def post(resource, body, user=user, **parameters):
    answer = requests.post(base + '/' + resource, params=parameters, data=body, auth=(user, password),
                           headers={'Content-Type': 'application/json', 'Accept': 'application/json'})
    return answer.status_code, answer.json()

def message(resource, body, **more):
    status, answer = post(resource, body, **more)
    assert status >= 400 and answer['status'] == 'failure', answer
    return answer['error']['message']

uses = {
    'ci_enrichment': {'cmdb_ci': 'web-01', 'source_engine': 'script', 'result': 'nginx 1.25'},
    'observable_enrichment': {'observable': 'evil.example', 'source_engine': 'WhoIs', 'result': 'registered yesterday'},
    'threat_lookup': {'observable': '198.51.100.7', 'source_engine': 'VirusTotal', 'finding': 'Malicious'},
}
for resource, fields in uses.items():
    status, plain = post(resource, json.dumps(fields))
    assert status // 100 == 2 and plain['sys_id'], plain
    status, wrapped = post(resource, json.dumps({'fields': dict(fields, result='wrapped')}), include_wrap='true')
    assert status // 100 == 2 and wrapped['result']['sys_id'] != plain['sys_id'], wrapped
    status, simple = post(resource, json.dumps(dict(fields, result='simple')), simple_response='true')
    assert status // 100 == 2 and simple == {'status': 'success'}, simple
    print(resource, plain['table'], plain['record']['sys_created_by'])

lookup = json.dumps(uses['threat_lookup'])
print(message('threat_lookup', lookup, user=stranger))
print(message('threat_lookup', ''))
print(message('threat_lookup', '{}'))
print(message('threat_lookup', json.dumps({'fields': {}})))
missing = json.dumps({'result': 'no verdict'})
print(message('threat_lookup', missing))
print(message('threat_lookup', json.dumps(dict(uses['threat_lookup'], finding='Evil'))))
assert post('threat_lookup', missing, ignore_mandatory_fields='true')[0] // 100 == 2
`

describePython('a Python script that knows only the document', () => {
  let bridge: RunningBridge
  beforeAll(async () => {
    bridge = await openBridge({ soarUrl: 'http://127.0.0.1:9', soarToken: 'x', jiraUrl: 'http://127.0.0.1:9' })
    await openUser(bridge, 'sn_sec_cmn.api_write')
    await openUser(bridge, 'bridge.viewer')
  })
  afterAll(() => bridge.close())

  test('posts the three use cases and reads what it expects', async () => {
    const printed = await runPython(
      script,
      bridge.url + secopsBase,
      'sn_sec_cmn.api_write',
      'bridge.viewer',
      knownPassword,
    )
    expect(printed).toEqual([
      'ci_enrichment sn_sec_cmn_ci_enrichment_result sn_sec_cmn.api_write',
      'observable_enrichment sn_ti_observable_enrichment_result sn_sec_cmn.api_write',
      'threat_lookup sn_ti_lookup_result sn_sec_cmn.api_write',
      'Insufficient access',
      'Invalid post body',
      'Invalid post body',
      'No fields supplied',
      'Mandatory fields missing: observable,source_engine,finding',
      'Unable to persist record',
    ])
    const count = (table: string) => readTables(bridge.folder, `select id from ${table}`).length
    expect(['ci_enrichment_results', 'observable_enrichment_results', 'threat_lookup_results'].map(count)).toEqual([
      3, 3, 4,
    ])
  })
})

testDocument('our page has a row for each message of the document, and names its tables and parameters', () => {
  expect(messages).toEqual([
    'Insufficient access',
    'Invalid post body',
    'No fields supplied',
    'Mandatory fields missing: x,y,z',
    'Unable to persist record',
    'Unknown error',
  ])
  const page = readFileSync('docs/enrichment-api.md', 'utf8')
  for (const message of messages) expect(page).toContain(`| \`${message}\` | `)
  const named = [...document.matchAll(/\[(sn_[a-z_]+)\]/g)].map(([, table = '']) => table)
  expect(named).toHaveLength(3)
  for (const word of [...named, 'ignore_mandatory_fields', 'include_wrap', 'simple_response', 'sn_sec_cmn.api_write']) {
    expect(document).toContain(word)
    expect(page).toContain(`\`${word}\``)
  }
})
