import type { JiraFlavor } from '../../support/jira-documents'
import { type CallOptions, type JiraStage, startJiraStage } from '../../support/jira-stage'
import { findJiraValidator } from '../../support/validate-jira'

/** One call of the walk: what is asked, and the status that it must answer. */
type Step = [status: number, method: string, path: string, body?: unknown]

const doc = (text: string) => ({
  type: 'doc',
  version: 1,
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
})
const link = {
  globalId: 'g',
  application: { type: 't', name: 'SOAR' },
  object: { url: 'https://a.example', title: 't' },
}

/** The surface that both flavors share, in an order in which every call finds what it needs. */
const listShared = (api: string, text: (words: string) => unknown): Step[] => [
  [
    201,
    'POST',
    `${api}/issue`,
    { fields: { project: { key: 'SEC' }, issuetype: { id: '10007' }, summary: 's', description: text('d') } },
  ],
  [201, 'POST', `${api}/issue`, { fields: { project: { id: '10000' }, issuetype: { name: 'Bug' }, summary: 't' } }],
  [400, 'POST', `${api}/issue`, { fields: {} }],
  [204, 'PUT', `${api}/issue/SEC-1`, { fields: { priority: { id: '1' } }, update: { labels: [{ add: 'soc' }] } }],
  [400, 'PUT', `${api}/issue/SEC-1`, { fields: { nonsense: 1 } }],
  [200, 'GET', `${api}/issue/SEC-1?fields=*all&expand=changelog,names,schema,renderedFields,editmeta,transitions`],
  [404, 'GET', `${api}/issue/SEC-99`],
  [200, 'GET', `${api}/issue/createmeta/SEC/issuetypes?startAt=0&maxResults=2`],
  [200, 'GET', `${api}/issue/createmeta/SEC/issuetypes/10007`],
  [400, 'GET', `${api}/issue/createmeta/SEC/issuetypes/4711`],
  [200, 'GET', `${api}/issue/SEC-1/editmeta`],
  [
    201,
    'POST',
    `${api}/issue/SEC-1/comment`,
    {
      body: text('c'),
      visibility: { type: 'role', value: 'Developers' },
      properties: [{ key: 'soarbridge.op', value: { op: 'x' } }],
    },
  ],
  [400, 'POST', `${api}/issue/SEC-1/comment`, { body: text('c'), visibility: { type: 'group', value: 'nobody' } }],
  [200, 'GET', `${api}/issue/SEC-1/comment?orderBy=-created&maxResults=5&expand=properties`],
  [200, 'GET', `${api}/issue/SEC-1/comment/10001?expand=properties`],
  [200, 'PUT', `${api}/issue/SEC-1/comment/10001`, { body: text('e') }],
  [200, 'GET', `${api}/comment/10001/properties`],
  [201, 'PUT', `${api}/comment/10001/properties/other`, { a: 1 }],
  [200, 'GET', `${api}/comment/10001/properties/other`],
  [204, 'DELETE', `${api}/comment/10001/properties/other`],
  [204, 'DELETE', `${api}/issue/SEC-1/comment/10001`],
  [201, 'PUT', `${api}/issue/SEC-1/properties/p`, { a: 1 }],
  [200, 'GET', `${api}/issue/SEC-1/properties`],
  [200, 'GET', `${api}/issue/SEC-1/properties/p`],
  [204, 'DELETE', `${api}/issue/SEC-1/properties/p`],
  [200, 'GET', `${api}/issue/SEC-1/transitions?transitionId=31`],
  [204, 'POST', `${api}/issue/SEC-1/transitions`, { transition: { id: '31' } }],
  [400, 'POST', `${api}/issue/SEC-1/transitions`, { transition: { id: '31' } }],
  [200, 'POST', `${api}/issue/SEC-2/remotelink`, link],
  [200, 'GET', `${api}/issue/SEC-2/remotelink`],
  [200, 'GET', `${api}/issue/SEC-2/remotelink?globalId=g`],
  [200, 'GET', `${api}/issue/SEC-2/remotelink/10001`],
  [204, 'PUT', `${api}/issue/SEC-2/remotelink/10001`, link],
  [204, 'DELETE', `${api}/issue/SEC-2/remotelink/10001`],
  [200, 'GET', `${api}/issue/SEC-2/watchers`],
  [200, 'GET', `${api}/attachment/meta`],
  [200, 'GET', `${api}/field`],
  [200, 'GET', `${api}/priority`],
  [200, 'GET', `${api}/priority/1`],
  [200, 'GET', `${api}/status`],
  [200, 'GET', `${api}/status/3`],
  [200, 'GET', `${api}/statuscategory`],
  [200, 'GET', `${api}/resolution`],
  [200, 'GET', `${api}/resolution/10000`],
  [200, 'GET', `${api}/issuetype`],
  [200, 'GET', `${api}/issuetype/10007`],
  [200, 'GET', `${api}/project`],
  [200, 'GET', `${api}/project/SEC`],
  [404, 'GET', `${api}/project/NOPE`],
  [200, 'GET', `${api}/project/SEC/statuses`],
  [200, 'GET', `${api}/myself`],
  [200, 'GET', `${api}/serverInfo`],
  [200, 'GET', `${api}/user/picker?query=rosa`],
  [200, 'GET', `${api}/groups/picker?query=soc`],
  [204, 'DELETE', `${api}/issue/SEC-2`],
]

const listCloud = (): Step[] => {
  const api = '/rest/api/3'
  const ofRosa = 'accountId=5c0ffee00000000000000002'
  const sources = {
    inferClassificationDefaults: true,
    inferFieldDefaults: true,
    inferStatusDefaults: true,
    inferSubtaskTypeDefault: true,
  }
  return [
    ...listShared(api, doc).map(
      ([status, ...step]): Step => [step[0] === 'POST' && step[1].endsWith('/remotelink') ? 201 : status, ...step],
    ),
    [200, 'PUT', `${api}/issue/SEC-1?returnIssue=true&notifyUsers=false`, { fields: { summary: 'again' } }],
    [204, 'PUT', `${api}/issue/SEC-1/assignee`, { accountId: '5c0ffee00000000000000002' }],
    [204, 'POST', `${api}/issue/SEC-1/watchers`, '5c0ffee00000000000000002'],
    [200, 'GET', `${api}/issue/SEC-1/watchers`],
    [204, 'DELETE', `${api}/issue/SEC-1/watchers?${ofRosa}`],
    [400, 'DELETE', `${api}/issue/SEC-1/watchers`],
    [200, 'POST', `${api}/comment/list?expand=properties`, { ids: [10001] }],
    [200, 'GET', `${api}/issue/SEC-1/changelog?maxResults=1`],
    [200, 'POST', `${api}/issue/SEC-1/changelog/list`, { changelogIds: [10002] }],
    [200, 'GET', `${api}/issue/createmeta?projectKeys=SEC&expand=projects.issuetypes.fields`],
    [200, 'POST', `${api}/search/jql`, { jql: 'project = SEC', fields: ['*all'], maxResults: 5 }],
    [200, 'GET', `${api}/search/jql?jql=project%3DSEC&fields=summary`],
    [400, 'POST', `${api}/search/jql`, { jql: 'nonsense = 1' }],
    [200, 'POST', `${api}/search/approximate-count`, { jql: 'project = SEC' }],
    [410, 'GET', `${api}/search?jql=project%3DSEC`],
    [200, 'GET', `${api}/project/search?keys=SEC&query=secu`],
    [200, 'GET', `${api}/user?${ofRosa}`],
    [404, 'GET', `${api}/user?accountId=nobody`],
    [200, 'GET', `${api}/user/search?query=rosa`],
    [200, 'GET', `${api}/user/assignable/search?project=SEC&query=sam`],
    [200, 'GET', `${api}/group/member?groupname=soc-analysts`],
    [200, 'GET', `${api}/mypermissions?projectKey=SEC&permissions=EDIT_ISSUES,ADMINISTER`],
    [
      201,
      'POST',
      `${api}/bulk/issues/move`,
      { targetToSourcesMapping: { 'OPS,10007': { issueIdsOrKeys: ['SEC-1'], ...sources } } },
    ],
    [200, 'GET', `${api}/bulk/queue/10001`],
    [400, 'GET', `${api}/bulk/queue/4711`],
    [404, 'GET', `${api}/issue/SEC-2/changelog`],
  ]
}

const listDataCenter = (): Step[] => {
  const api = '/rest/api/2'
  return [
    ...listShared(api, words => words).map(([status, ...step]): Step => [status, ...step]),
    [204, 'PUT', `${api}/issue/SEC-1/assignee`, { name: 'rdiaz' }],
    [204, 'POST', `${api}/issue/SEC-1/watchers`, 'rdiaz'],
    [204, 'POST', `${api}/issue/SEC-1/watchers?userName=sreed`],
    [200, 'GET', `${api}/issue/SEC-1/watchers`],
    [204, 'DELETE', `${api}/issue/SEC-1/watchers?username=rdiaz`],
    [200, 'GET', `${api}/search?jql=project%3DSEC%20order%20by%20key&startAt=0&maxResults=1&fields=summary`],
    [200, 'POST', `${api}/search`, { jql: 'project = SEC', fields: ['*all'], maxResults: 5, startAt: 0 }],
    [400, 'GET', `${api}/search?jql=nonsense%3D1`],
    [400, 'POST', `${api}/search`, { jql: 'project = SEC order by nonsense' }],
    [200, 'GET', `${api}/user?username=rdiaz`],
    [200, 'GET', `${api}/user/search?username=.`],
    [200, 'GET', `${api}/user/assignable/search?project=SEC&username=sam`],
    [200, 'GET', `${api}/mypermissions?projectKey=SEC`],
    [404, 'GET', `${api}/search/jql?jql=project%3DSEC`],
  ]
}

/** Of what the walk meets, the documents do not judge these. */
const UNJUDGED: Record<JiraFlavor, string[]> = {
  cloud: [
    'of a body that is not JSON: 201 of PUT /rest/api/3/comment/{commentId}/properties/{propertyKey}',
    'of a body that is not JSON: 201 of PUT /rest/api/3/issue/{issueIdOrKey}/properties/{propertyKey}',
    'of the shape of 200 of PUT /rest/api/3/issue/{issueIdOrKey}',
  ],
  datacenter: [
    'of the body of 201 of PUT /api/2/comment/{commentId}/properties/{propertyKey}',
    'of the body of 201 of PUT /api/2/issue/{issueIdOrKey}/properties/{propertyKey}',
    'of the shape of 200 of GET /api/2/issue/{issueIdOrKey}/editmeta',
    'of the shape of 200 of GET /api/2/issue/{issueIdOrKey}/remotelink',
    'of the shape of 200 of GET /api/2/issue/{issueIdOrKey}/remotelink/{linkId}',
    'of the shape of 200 of GET /api/2/issue/{issueIdOrKey}/watchers',
    'of the shape of 200 of GET /api/2/serverInfo',
    'of the shape of 200 of GET /api/2/user/picker',
    'of the shape of 200 of POST /api/2/issue/{issueIdOrKey}/remotelink',
  ],
}

let jira: JiraStage
afterEach(() => jira.close())

/** Whatever the walk asks is judged too, except where it is meant to be refused. */
async function walk(flavor: JiraFlavor, steps: Step[]) {
  const silent = new Set<string>()
  const broken: string[] = []
  for (const [status, method, path, body] of steps) {
    const options: CallOptions = body === undefined ? { raw: '' } : { body }
    const answer = await jira.call(method, path, options)
    expect([method, path, answer.status]).toEqual([method, path, status])
    const request = { flavor, method, path, contentType: 'application/json', ...(body === undefined ? {} : { body }) }
    const asked = status < 400 ? findJiraValidator()?.validateJiraRequest(request) : undefined
    if (asked?.verdict === 'breaks') broken.push(`${method} ${path}: ${asked.rules.join('; ')}`)
    const contentType = answer.headers.get('content-type') ?? ''
    const told = findJiraValidator()?.validateJiraAnswer(request, { status, contentType, body: answer.body })
    if (told?.verdict === 'breaks') broken.push(`${status} of ${method} ${path}: ${told.rules.join('; ')}`)
    if (told?.verdict === 'silent' && status < 400) silent.add(told.why)
  }
  return { silent: [...silent].sort(), broken }
}

test("every request and answer of the walk over Cloud fits Atlassian's document", async () => {
  jira = await startJiraStage()
  const { silent, broken } = await walk('cloud', listCloud())
  expect(broken).toEqual([])
  expect(silent).toEqual(listUnjudged('cloud'))
})

test("every request and answer of the walk over Data Center fits Atlassian's document", async () => {
  jira = await startJiraStage({ flavor: 'datacenter' })
  const { silent, broken } = await walk('datacenter', listDataCenter())
  expect(broken).toEqual([])
  expect(silent).toEqual(listUnjudged('datacenter'))
})

/** Without the documents there is no judge at all. */
function listUnjudged(flavor: JiraFlavor): string[] {
  return findJiraValidator() === null ? [] : UNJUDGED[flavor]
}

test('the judge finds what is wrong', () => {
  const judge = findJiraValidator()
  if (judge === null) return
  const ask = (method: string, path: string, body?: unknown) =>
    judge.validateJiraRequest({ flavor: 'cloud', method, path, body, contentType: 'application/json' }).verdict
  const asked = [
    ask('GET', '/rest/api/2/issue/SEC-1?fields=summary'),
    ask('GET', '/rest/api/2/issue/SEC-1?field=summary'),
    ask('PATCH', '/rest/api/2/issue/SEC-1', {}),
    ask('GET', '/rest/api/2/isue/SEC-1'),
    ask('POST', '/rest/api/3/search/jql', { jql: 'project = SEC', startAt: 1 }),
    ask('POST', '/rest/api/2/issue/SEC-1/remotelink', { globalId: 'x' }),
    ask('POST', '/rest/api/2/issue/SEC-1/remotelink', link),
  ]
  expect(asked).toEqual(['fits', 'breaks', 'breaks', 'breaks', 'breaks', 'breaks', 'fits'])
  const tell = (flavor: JiraFlavor, path: string, body: unknown) => {
    const answer = { status: 200, contentType: 'application/json', body }
    return judge.validateJiraAnswer({ flavor, method: 'GET', path }, answer).verdict
  }
  const told = [
    tell('cloud', '/rest/api/3/myself', { accountId: 'x', name: null }),
    tell('cloud', '/rest/api/3/myself', { id: 'x' }),
    tell('cloud', '/rest/api/3/search/jql', { issues: [{ id: 10001 }] }),
    tell('datacenter', '/rest/api/2/priority', [{ id: '1' }]),
    tell('datacenter', '/rest/api/2/priority', [{ id: 1 }]),
    tell('datacenter', '/rest/webhooks/1.0/webhook', []),
  ]
  expect(told).toEqual(['fits', 'breaks', 'breaks', 'fits', 'breaks', 'silent'])
})
