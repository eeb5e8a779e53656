import type { AppRunChange, ApprovalChange, RunChange } from '../../src/domain/container-change'
import { type OpenedStore, openStore } from '../support/open-store'
import { openRoundTripDesk, type RoundTripDesk } from '../support/round-trip-desk'

let store: OpenedStore
let pair: RoundTripDesk

const rules = 'results: { runs: true, approvals: true, tasks: true }'

beforeAll(async () => {
  store = await openStore()
})
beforeEach(() => open())
afterAll(() => store.close())

async function open(text = rules, system: 'jira' | 'servicenow' = 'jira'): Promise<void> {
  pair = await openRoundTripDesk(store, text)
  Object.assign(pair.tickets, { system })
  await pair.editTicket({})
  await pair.settle()
  pair.asked.length = 0
}

function approval(changes: Partial<ApprovalChange> = {}): ApprovalChange {
  const at = pair.desk.clock.now()
  const asked = { name: 'Block evil.example?', who: 'soc-leads', state: 'pending' } as const
  const times = { startedAt: at, dueAt: at + 1_800_000, closedAt: null }
  return { kind: 'approval', id: '3', containerId: '7', version: { at }, ...asked, ...times, ...changes }
}

function run(changes: Partial<RunChange> = {}): RunChange {
  const at = pair.desk.clock.now()
  const said = { name: 'block domain', state: 'success', message: '1 domain blocked' } as const
  return {
    kind: 'run',
    id: 'action:9',
    containerId: '7',
    version: { at },
    ...said,
    startedAt: at,
    endedAt: at,
    ...changes,
  }
}

function appRun(changes: Partial<AppRunChange> = {}): AppRunChange {
  const said = { app: 'MaxMind', state: 'success', message: 'United States' } as const
  const version = { at: pair.desk.clock.now() }
  return { kind: 'app-run', id: '4', containerId: '7', actionId: 'action:9', version, ...said, ...changes }
}

async function hear(...changes: (ApprovalChange | RunChange | AppRunChange)[]): Promise<void> {
  pair.desk.clock.advance(1000)
  await pair.hearSoar(...changes)
  await pair.settle()
}
const texts = () => pair.asked.flatMap(command => ('text' in command ? [command.text] : []))

describe('in Jira, the one comment of the bridge', () => {
  test('shows who is asked, what, and how long, and what came of it', async () => {
    await hear(approval())
    expect(texts().at(-1)).toMatch(/waiting: Block evil\.example\?; asked: soc-leads; .*30 minutes/)
    await hear(approval({ state: 'approved', closedAt: pair.desk.clock.now() }), run())
    expect(texts().at(-1)).toContain('approved: Block evil.example?')
    expect(texts().at(-1)).toContain('succeeded: block domain')
    expect(pair.asked.map(({ kind }) => kind)).toEqual(['upsert-status-comment', 'upsert-status-comment'])
  })

  test('carries the words of the apps of an action, by one edit', async () => {
    await hear(run({ state: 'running', endedAt: null }))
    await hear(appRun({ id: '3', app: 'Whois', message: 'not shown while the action runs' }))
    await hear(run(), appRun({ message: 'United States at http://192.0.2.9' }))
    expect(texts()).toEqual([
      expect.not.stringContaining('Whois'),
      expect.stringMatching(/1 domain blocked; Whois: not shown .*; MaxMind: United States at/),
    ])
  })

  test('tells of an app that comes after its action, once', async () => {
    await hear(run())
    await hear(appRun())
    await hear(appRun({ version: { at: pair.desk.clock.now() + 5 } }))
    expect(texts()).toEqual([expect.not.stringContaining('MaxMind'), expect.stringContaining('MaxMind: United States')])
  })

  test('keeps back an action whose app says what may not leave, and no other', async () => {
    await hear(run({ id: 'action:8', name: 'look up' }), run(), appRun({ message: 'TLP:RED actor named' }))
    expect(texts().join()).toContain('look up')
    expect(texts().join()).not.toMatch(/actor named|block domain/)
  })

  test('is not written again where nothing changed', async () => {
    await hear(run())
    await hear(run({ version: { at: pair.desk.clock.now() + 5 }, startedAt: null }))
    expect(texts()).toHaveLength(1)
  })

  test('is never taken for a comment of somebody', async () => {
    await open(`${rules}\nnotes: { direction: both }`)
    await hear(run())
    const id = (await pair.link()).base.statusCommentId ?? ''
    await pair.hearTicket({
      kind: 'comment',
      id,
      version: { at: pair.desk.clock.now() },
      deleted: false,
      body: 'changed',
    })
    await pair.settle()
    expect(pair.asked.map(({ kind }) => kind)).toEqual(['upsert-status-comment'])
  })

  test('tells nothing that the rules keep', async () => {
    await open('results: { tasks: true }')
    await hear(run(), approval())
    expect(texts()).toEqual([])
  })

  test('tells nothing of a container that is too secret', async () => {
    await pair.editContainer({ sensitivity: 'red' })
    await hear(run())
    expect(texts()).toEqual([])
  })
})

test('in ServiceNow, each beginning and end is a work note, once', async () => {
  await open(rules, 'servicenow')
  await hear(run({ state: 'running', endedAt: null }), approval())
  await hear(run(), approval({ version: { at: pair.desk.clock.now() + 7 } }))
  await hear(run({ version: { at: pair.desk.clock.now() + 9 } }))
  expect(pair.asked.map(({ kind }) => kind)).toEqual(['add-work-note', 'add-work-note'])
  expect(texts()).toEqual([
    expect.stringContaining('waiting: Block'),
    expect.stringContaining('succeeded: block domain'),
  ])
})

test('in ServiceNow, the words of the apps of an action are in its one work note', async () => {
  await open(rules, 'servicenow')
  await hear(run(), appRun())
  await hear(appRun({ id: '5', app: 'Whois' }))
  expect(texts()).toEqual([expect.stringContaining('1 domain blocked; MaxMind: United States')])
})

describe('a playbook that the rules name', () => {
  test('is started for what happened, and for nothing else', async () => {
    await open('playbooks: [{ run: local/triage, on: [comment] }]')
    await pair.editTicket({ priority: 'High' })
    await pair.settle()
    const comment = { kind: 'comment', id: '31', version: { at: pair.desk.clock.now() }, deleted: false } as const
    await pair.hearTicket({ ...comment, body: 'go' })
    await pair.settle()
    expect(pair.asked.filter(({ kind }) => kind === 'run-playbook')).toMatchObject([
      { playbook: 'local/triage', containerId: '7', scope: 'all' },
    ])
  })
})

test('in ServiceNow, what was read late is told in the order in which it happened, an answer before what it set going', async () => {
  await open(rules, 'servicenow')
  const at = pair.desk.clock.now()
  const playbook = run({ id: 'playbook:1', name: 'local/triage' })
  await hear(
    playbook,
    run(),
    run({ id: 'action:8', name: 'look up', version: { at: at - 5 } }),
    approval({ state: 'approved', closedAt: at }),
  )
  const told = texts().map(text => text.split('\n')[2])
  expect(told.map(line => line?.split(';')[0])).toEqual([
    'succeeded: look up',
    'approved: Block evil.example?',
    'succeeded: block domain',
    'succeeded: local/triage',
  ])
})
