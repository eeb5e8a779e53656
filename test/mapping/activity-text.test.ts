import type { AppRunChange, ApprovalChange, RunChange, WorkbookChange } from '../../src/domain/container-change'
import { activityHeading, activityText, isMilestone, milestoneText } from '../../src/mapping/activity-text'

const now = Date.UTC(2026, 0, 2, 3, 4)
const minute = 60_000
const of = (id: string, at = now) => ({ id, containerId: '7', version: { at } })

const run = (over: Partial<RunChange> = {}): RunChange => ({
  ...of('playbook:1'),
  kind: 'run',
  name: 'local/triage',
  state: 'success',
  message: 'blocked 1 host',
  startedAt: now - minute,
  endedAt: now,
  ...over,
})
const approval = (over: Partial<ApprovalChange> = {}): ApprovalChange => ({
  ...of('3'),
  kind: 'approval',
  name: 'Block the host?',
  who: 'ada',
  state: 'pending',
  startedAt: now,
  dueAt: now + 12 * minute,
  closedAt: null,
  ...over,
})
const work = (over: Partial<WorkbookChange> = {}): WorkbookChange => ({
  ...of('9'),
  kind: 'task',
  name: 'Call the owner',
  phase: 'Triage',
  owner: null,
  isDone: false,
  ...over,
})

const brought = (id: string, over: Partial<AppRunChange> = {}): AppRunChange => ({
  ...of(id),
  kind: 'app-run',
  actionId: 'action:1',
  app: 'MaxMind',
  state: 'success',
  message: 'United States',
  ...over,
})

describe('an action that used apps', () => {
  const told = (apps: AppRunChange[], over: Partial<RunChange> = {}) =>
    milestoneText({ ...run({ name: 'geolocate ip', message: '2 actions failed', ...over }), apps }, now).split('\n')[2]

  it('is told with their own words, what failed first', () => {
    const apps = [
      brought('1'),
      brought('2', { app: 'Whois', message: ' ' }),
      brought('3', { state: 'failed', app: 'DNS' }),
    ]
    expect(told(apps)).toBe(
      'succeeded: geolocate ip; 2026-01-02 03:04 UTC; 2 actions failed; DNS: failed: United States; MaxMind: United States',
    )
  })

  it('names three of them, and says how many there are more', () => {
    const apps = ['1', '2', '10', '9', '11'].map(id => brought(id, { app: `App ${id}` }))
    expect(told(apps)).toMatch(/App 1: United States; App 2: United States; App 9: United States; and 2 more apps$/)
  })

  it('leaves room for each of them, whatever it says', () => {
    const long = 'x'.repeat(2_000)
    const line =
      told(
        ['1', '2'].map(id => brought(id, { message: long })),
        { message: long },
      ) ?? ''
    expect(line.length).toBeLessThanOrEqual(500)
    expect(line.match(/MaxMind: xxx/g)).toHaveLength(2)
  })
})

describe('what goes on in SOAR, told in a ticket', () => {
  it('is approvals with who, what and the time left, runs with their outcome, and the workbook', () => {
    expect(activityText([work(), run(), approval()], now)).toBe(
      [
        activityHeading,
        '',
        'Approvals',
        'waiting: Block the host?; asked: ada; due 2026-01-02 03:16 UTC, 12 minutes left',
        '',
        'Runs',
        'succeeded: local/triage; 2026-01-02 03:04 UTC; blocked 1 host',
        '',
        'Tasks',
        'open: Call the owner; Triage',
      ].join('\n'),
    )
  })

  it('is nothing where nothing goes on', () => {
    expect(activityText([], now)).toBeNull()
  })

  it('is the same for the same changes in any order', () => {
    const all = [run(), run({ ...of('action:2', now - 1), state: 'running' }), approval(), run({ ...of('action:1') })]
    expect(activityText(all.toReversed(), now)).toBe(activityText(all, now))
    expect(activityText(all, now)?.indexOf('running')).toBeLessThan(activityText(all, now)?.indexOf('succeeded') ?? 0)
  })

  it.each<[Partial<ApprovalChange>, string]>([
    [{ dueAt: now + 1 }, '1 minute left'],
    [{ dueAt: now }, 'overdue'],
    [{ dueAt: null, who: null }, 'waiting: Block the host?'],
    [{ state: 'approved', closedAt: now }, 'approved: Block the host?; asked: ada; 2026-01-02 03:04 UTC'],
    [{ state: 'expired', closedAt: now }, 'expired without an answer'],
  ])('tells an approval %j', (over, told) => {
    expect(activityText([approval(over)], now)).toContain(told)
    expect(activityText([approval(over)], now)).not.toContain('12 minutes left')
  })

  it('stays short, one line each, and says how much was left out', () => {
    const many = Array.from({ length: 30 }, (_, at) => run({ ...of(`action:${at}`), message: 'x\ny'.repeat(1000) }))
    const lines = activityText(many, now)?.split('\n') ?? []
    expect(lines).toHaveLength(24)
    expect(lines.at(-1)).toBe('and 10 more, in SOAR')
    expect(Math.max(...lines.map(line => line.length))).toBe(500)
  })

  it('is told piece by piece where a log only grows: what waits and what ended', () => {
    expect(milestoneText(run({ state: 'failed', message: '' }), now)).toBe(
      `${activityHeading}\n\nfailed: local/triage; 2026-01-02 03:04 UTC`,
    )
    expect([run(), approval(), work({ isDone: true })].every(isMilestone)).toBe(true)
    expect([run({ state: 'running' }), work()].some(isMilestone)).toBe(false)
  })
})
