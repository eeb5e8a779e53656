import { originalsOf } from '../../../src/connectors/jira/originals'

const type = { id: '10002', name: 'Duplicate', inward: 'is duplicated by', outward: 'duplicates' }
const issue = { id: '10001', key: 'SEC-1' }

test.each<[what: string, issuelinks: unknown, originals: string[]]>([
  ['that it duplicates', [{ id: '1', type, outwardIssue: issue }], ['10001']],
  ['but not one that duplicates it', [{ id: '1', type, inwardIssue: issue }], []],
  ['but not one that it was cloned from', [{ id: '1', type: { ...type, name: 'Cloners' }, outwardIssue: issue }], []],
  [
    'of several',
    [
      { type, outwardIssue: issue },
      { type, outwardIssue: { id: '10002' } },
    ],
    ['10001', '10002'],
  ],
  ['but nothing that cannot be read', [null, 'x', { type: 'Duplicate', outwardIssue: issue }, { type }], []],
  ['where there is no list', undefined, []],
])('a ticket of Jira names the one %s', (_, issuelinks, originals) => {
  expect(originalsOf(JSON.parse(JSON.stringify({ summary: 'Beacon', issuelinks })))).toEqual(originals)
})
