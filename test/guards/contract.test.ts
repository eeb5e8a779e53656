import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { auditFaults } from '../../src/access/audit-chain'
import { auditActions } from '../../src/domain/audit'
import { backfillStates } from '../../src/domain/backfill'
import { jobStates } from '../../src/domain/job'
import { enrichmentKinds } from '../../src/domain/result-table'
import { roles } from '../../src/domain/role'
import { checkContract } from './support/contract'
import { generateContractTypes } from './support/contract-types'
import { unionOf } from './support/declared-types'
import { judgeViolations, nameOf } from './support/violation'

const text = readFileSync('openapi.yaml', 'utf8')

function listIn(file: string, name: string): string[] {
  return unionOf({ path: file, text: readFileSync(file, 'utf8') }, name)
}

const ticketSystems = listIn('src/domain/ticket.ts', 'TicketSystem')
const facts = {
  roles,
  lists: {
    ReceiptState: listIn('src/domain/receipt.ts', 'ReceiptState'),
    LinkState: listIn('src/domain/link.ts', 'LinkState'),
    JobState: jobStates,
    AuditAction: auditActions,
    AuditFault: auditFaults,
    Role: roles,
    EnrichmentKind: enrichmentKinds,
    'Backfill.state': backfillStates,
    'Connection.kind': ticketSystems,
  },
}

/** The violations of the contract after one change to it. */
function plant(change: (document: ReturnType<typeof parse>) => void): string[] {
  const document = parse(text)
  const before = checkContract(document, facts).map(nameOf)
  change(document)
  // What holds for both ways in is found twice.
  const after = new Set(checkContract(document, facts).map(nameOf))
  return [...after].filter(name => !before.includes(name))
}

test('every operation is described, secured, exampled, and fails with a problem; answers are closed', () => {
  expect(judgeViolations(checkContract(parse(text), facts), [])).toEqual([])
})

test.each<[string, (document: ReturnType<typeof parse>) => void, RegExp]>([
  ['an operation without an id', d => delete d.paths['/v1/jobs'].get.operationId, /has no operationId/],
  ['an operation without a summary', d => delete d.paths['/v1/jobs'].get.summary, /has no summary/],
  ['an operation with an empty description', d => (d.paths['/v1/jobs'].get.description = ' '), /has no description/],
  ['an operation without a tag', d => delete d.paths['/v1/jobs'].get.tags, /has no tag/],
  ['a tag that nothing describes', d => (d.paths['/v1/jobs'].get.tags = ['misc']), /has the tag misc/],
  ['an operation that forgets security', d => delete d.paths['/livez'].get.security, /has no security/],
  ['an unknown scheme', d => (d.paths['/livez'].get.security = [{ cookie: [] }]), /asks for cookie/],
  [
    'an unknown role',
    d => (d.paths['/v1/jobs'].get.security = [{ key: ['root'] }, { user: ['root'] }]),
    /asks for the role root/,
  ],
  ['a key without a role', d => (d.paths['/v1/jobs'].get.security = [{ key: [] }, { user: [] }]), /without a role/],
  ['a key where no user may come', d => d.paths['/v1/jobs'].get.security.pop(), /takes keys and users unlike/],
  [
    'a request without an example',
    d => delete d.paths['/webhooks/jira/{connection}'].post.requestBody.content['application/json'].examples,
    /request application\/json has no example/,
  ],
  [
    'an answer without an example',
    d => delete d.paths['/v1/jobs'].get.responses['200'].content['application/json'].example,
    /200 application\/json has no example/,
  ],
  ['an operation without a success', d => delete d.paths['/livez'].get.responses['200'], /has no success/],
  ['an operation without a default', d => delete d.paths['/livez'].get.responses.default, /has no default Problem/],
  [
    'a resource of ServiceNow that fails as we do',
    d => {
      const resource = d.paths['/api/sn_sec_cmn/secops_integration_capabilities/threat_lookup'].post
      resource.responses.default = { $ref: '#/components/responses/Problem' }
    },
    /has no default EnrichmentFailure/,
  ],
  ['an id given twice', d => (d.paths['/readyz'].get.operationId = 'getLiveness'), /repeats getLiveness/],
  ['an open answer', d => delete d.components.schemas.Job.additionalProperties, /is an open answer/],
  [
    'an open object within an answer',
    d => delete d.components.schemas.Readiness.properties.connections.items.additionalProperties,
    /is an open answer/,
  ],
  ['a state that the domain does not know', d => d.components.schemas.JobState.enum.push('lost'), /JobState: lists/],
  ['a state that the contract does not know', d => d.components.schemas.LinkState.enum.pop(), /LinkState: lists/],
])('%s is found', (_title, change, found) => {
  expect(plant(change)).toEqual([expect.stringMatching(found)])
})

test('the generated types are fresh: otherwise run `npm run contract`', async () => {
  const types = readFileSync('src/http/contract.types.ts', 'utf8')
  expect(await generateContractTypes(text)).toBe(types)
  const changed = text.replace('operationId: listJobs', 'operationId: listWork')
  expect(await generateContractTypes(changed)).not.toBe(types)
})
