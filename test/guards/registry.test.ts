import { registry } from '../../src/connectors/registry'
import { loadContract } from '../../src/http/contract'
import { unionOf } from './support/declared-types'
import { checkRegistry, type SystemLists } from './support/registry'
import { listFolders, readSources } from './support/source-files'
import { judgeViolations, nameOf } from './support/violation'

const lists: SystemLists = {
  connectorFolders: listFolders('src/connectors'),
  registryKeys: Object.keys(registry),
  sandboxFolders: listFolders('src/sandbox').filter(name => name !== 'stage'),
  webhookPaths: Object.keys(loadContract('openapi.yaml').document.paths)
    .filter(path => path.startsWith('/webhooks/'))
    .map(path => path.split('/')[2] ?? ''),
  ticketSystems: readSources('src/domain')
    .filter(({ path }) => path === 'src/domain/ticket.ts')
    .flatMap(file => unionOf(file, 'TicketSystem')),
}

test('every system has a connector, an entry in the registry, a sandbox and, with tickets, a webhook', () => {
  expect(lists.ticketSystems).toEqual(['jira', 'servicenow', 'soar'])
  expect(judgeViolations(checkRegistry(lists), [])).toEqual([])
})

test.each<[string, Partial<SystemLists>, string]>([
  ['not registered', { registryKeys: ['jira', 'soar'] }, 'src/connectors/registry.ts: misses servicenow'],
  ['without a sandbox', { sandboxFolders: ['jira', 'soar'] }, 'src/sandbox: misses servicenow'],
  ['without a webhook', { webhookPaths: ['jira'] }, 'openapi.yaml: misses servicenow'],
  [
    'with a sandbox and no code',
    { sandboxFolders: ['jira', 'servicenow', 'soar', 'zendesk'] },
    'src/sandbox: has zendesk, which nothing else knows',
  ],
  [
    'with a webhook and no tickets',
    { webhookPaths: ['jira', 'servicenow', 'zendesk'] },
    'openapi.yaml: has zendesk, which nothing else knows',
  ],
])('a system %s is found', (_title, planted, found) => {
  expect(checkRegistry({ ...lists, ...planted }).map(nameOf)).toEqual([found])
})
