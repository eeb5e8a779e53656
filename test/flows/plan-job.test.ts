import fc from 'fast-check'
import type { SoarCommand, UpdateContainer } from '../../src/domain/command'
import type { ContainerFields, DesiredContainer } from '../../src/domain/container'
import { type Job, openJobStates } from '../../src/domain/job'
import type { Base } from '../../src/domain/link'
import { baseAfter, type PlanInput, planJob } from '../../src/flows/plan-job'
import { buildJob, buildLink } from '../builders/rows'
import { buildArtifact, buildFields, sdi } from '../builders/soar-commands'

const ticketArtifact = buildArtifact('ticket', { cef: { ticketKey: 'SEC-1' }, label: 'ticket' })
const ip = buildArtifact('198.51.100.7')
const domain = buildArtifact('evil.example')

function desire(fields: Partial<ContainerFields> = {}, changes: Partial<DesiredContainer> = {}): DesiredContainer {
  return { fields: buildFields(fields), ticketArtifact, observableArtifacts: [], observablesLeftOut: 0, ...changes }
}

/** What SOAR holds once it confirmed that. */
function heldBase(desired: DesiredContainer): Base {
  const { cef, label, name } = desired.ticketArtifact
  return { fields: desired.fields, ticketArtifactId: '21', ticketArtifact: { cef, label, name } }
}

function plan(desired: DesiredContainer, changes: Partial<PlanInput> = {}) {
  return planJob({
    link: buildLink({ containerId: '7', base: heldBase(desire()) }),
    desired,
    openJobs: [],
    confirmedArtifacts: new Set(),
    sourceDataIdentifier: sdi,
    triggerFor: () => null,
    ...changes,
  })
}

const unlinked = { link: buildLink() }
const jobOf = (command: SoarCommand | null, changes: Partial<Job> = {}): Job => {
  if (command === null) throw new Error('nothing was planned')
  return buildJob({ command, kind: command.kind, ...changes })
}
const updateOf = (planned: { command: SoarCommand | null }) => planned.command as UpdateContainer

describe('the plan', () => {
  test('of a ticket without a container is its creation, whole', () => {
    const desired = desire({}, { observableArtifacts: [ip] })
    expect(plan(desired, unlinked)).toEqual({
      supersedes: [],
      command: {
        kind: 'create-container',
        sourceDataIdentifier: sdi,
        fields: desired.fields,
        observableArtifacts: [ip],
        ticketArtifact,
      },
    })
  })

  test('of an unchanged ticket is nothing', () => {
    expect(plan(desire())).toEqual({ supersedes: [], command: null })
  })

  test('of a changed one names what changed and nothing else', () => {
    const { command } = plan(desire({ severity: 'low' }))
    expect(command).toEqual({
      kind: 'update-container',
      containerId: '7',
      sourceDataIdentifier: sdi,
      set: { severity: 'low' },
      tags: { add: [], remove: [] },
      observableArtifacts: [],
      ticketArtifact: null,
      trigger: null,
    })
  })

  test('adds and removes tags one by one, so that those of others stay', () => {
    const held = { link: buildLink({ containerId: '7', base: heldBase(desire({ tags: ['jira', 'old'] })) }) }
    const { command } = plan(desire({ tags: ['jira', 'new'] }), held)
    expect(command).toMatchObject({ set: {}, tags: { add: ['new'], remove: ['old'] } })
  })

  test('does not take tags in another order for others', () => {
    const held = { link: buildLink({ containerId: '7', base: heldBase(desire({ tags: ['a', 'b'] })) }) }
    expect(plan(desire({ tags: ['b', 'a'] }), held).command).toBeNull()
  })

  test('adds the observables that SOAR has not confirmed, and removes none', () => {
    const confirmed = { confirmedArtifacts: new Set([ip.sourceDataIdentifier, 'gone']) }
    const { command } = plan(desire({}, { observableArtifacts: [ip, domain] }), confirmed)
    expect(command).toMatchObject({ observableArtifacts: [domain] })
  })

  test.each<[string, Partial<typeof ticketArtifact>]>([
    ['values', { cef: { ticketKey: 'SEC-2' } }],
    ['name', { name: 'Ticket SEC-2' }],
    ['label', { label: 'other' }],
  ])('sends the ticket artifact whole, under its id, where its %s changed', (_, changes) => {
    const artifact = { ...ticketArtifact, ...changes }
    expect(updateOf(plan(desire({}, { ticketArtifact: artifact }))).ticketArtifact).toEqual({ id: '21', artifact })
  })

  test('asks the rules, by the names of what changed, whether to trigger again', () => {
    const trigger = buildArtifact('trigger')
    const asked: string[][] = []
    const triggerFor = (changed: string[]) => {
      asked.push(changed)
      return trigger
    }
    const artifact = { ...ticketArtifact, cef: { ticketKey: 'SEC-1', ticketPriority: 'High' } }
    const desired = desire({ severity: 'low', tags: ['vip'] }, { observableArtifacts: [ip], ticketArtifact: artifact })
    expect(updateOf(plan(desired, { triggerFor })).trigger).toBe(trigger)
    expect(asked[0]?.sort()).toEqual(['cef.ticketPriority', 'observables', 'severity', 'tags'])
  })

  test('triggers nothing where nothing changed', () => {
    const asked: string[][] = []
    const triggerFor = (changed: string[]) => {
      asked.push(changed)
      return null
    }
    plan(desire(), { triggerFor })
    expect(asked).toEqual([[]])
  })
})

describe('a waiting job', () => {
  test('gives way to one that brings SOAR all the way', () => {
    const waiting = jobOf(plan(desire({ severity: 'low' })).command)
    const next = plan(desire({ severity: 'low', name: 'New' }), { openJobs: [waiting] })
    expect(next.supersedes).toEqual([waiting])
    expect(updateOf(next).set).toEqual({ severity: 'low', name: 'New' })
  })

  test('gives way to nothing where the ticket is back at what SOAR holds: A, B, A', () => {
    const waiting = jobOf(plan(desire({ severity: 'low' })).command)
    expect(plan(desire(), { openJobs: [waiting] })).toEqual({ supersedes: [waiting], command: null })
  })

  test('stays where it asks for just that', () => {
    const waiting = jobOf(plan(desire({ severity: 'low' })).command)
    expect(plan(desire({ severity: 'low' }), { openJobs: [waiting] })).toEqual({ supersedes: [], command: null })
  })

  test('of a creation gives way to the creation of what the ticket is now', () => {
    const waiting = jobOf(plan(desire(), unlinked).command)
    const next = plan(desire({ severity: 'low' }), { ...unlinked, openJobs: [waiting] })
    expect(next.supersedes).toEqual([waiting])
    expect(next.command).toMatchObject({ kind: 'create-container', fields: { severity: 'low' } })
  })

  test('never gives way once it was sent: it may have left something behind', () => {
    const sent = jobOf(plan(desire({ severity: 'low' })).command, { sentAt: 5 })
    const next = plan(desire({ severity: 'high', name: 'New' }), { openJobs: [sent] })
    expect(next.supersedes).toEqual([])
    expect(updateOf(next).set).toEqual({ severity: 'high', name: 'New' })
  })
})

describe.each(['sending', 'unknown', 'dead'] as const)('a job that is %s', state => {
  test('counts as arrived: what it brings is not asked for again, and never replaced', () => {
    const desired = desire({ severity: 'low', tags: ['vip'] }, { observableArtifacts: [ip] })
    const onItsWay = jobOf(plan(desired).command, { state })
    expect(plan(desired, { openJobs: [onItsWay] })).toEqual({ supersedes: [], command: null })
  })

  test('is followed by the way back: A, B, A with B on its way', () => {
    const onItsWay = jobOf(plan(desire({ severity: 'low' })).command, { state })
    const next = plan(desire(), { openJobs: [onItsWay] })
    expect(next.supersedes).toEqual([])
    expect(updateOf(next).set).toEqual({ severity: 'high' })
  })

  test('as a creation is followed by an update, whose container is not known yet', () => {
    const creation = jobOf(plan(desire(), unlinked).command, { state })
    const next = plan(desire({ severity: 'low' }), { ...unlinked, openJobs: [creation] })
    expect(next.command).toMatchObject({ kind: 'update-container', containerId: '', set: { severity: 'low' } })
  })
})

describe('whatever jobs are open', () => {
  const severity = fc.constantFrom('low', 'medium', 'high')
  const tags = fc.subarray(['jira', 'vip', 'pii'])
  const observables = fc.subarray([ip, domain])
  const someDesire = fc
    .tuple(severity, tags, observables)
    .map(([level, tagged, seen]) => desire({ severity: level, tags: tagged }, { observableArtifacts: seen }))
  const history = fc.array(fc.tuple(someDesire, fc.constantFrom(...openJobStates)), { maxLength: 6 })

  test('the jobs that stand bring SOAR, in their order, to what the ticket asks for last', () => {
    fc.assert(
      fc.property(history, someDesire, (steps, last) => {
        let openJobs: Job[] = []
        for (const [desired, state] of [...steps, [last, 'waiting'] as const]) {
          const { supersedes, command } = plan(desired, { openJobs })
          openJobs = openJobs.filter(job => !supersedes.includes(job))
          if (command !== null) openJobs.push(jobOf(command, { state }))
        }
        const base = openJobs.reduce((held, job) => baseAfter(held, job.command), heldBase(desire()))
        expect({ ...base.fields, tags: [...(base.fields.tags ?? [])].sort() }).toEqual({
          ...last.fields,
          tags: [...last.fields.tags].sort(),
        })
        expect(openJobs.filter(job => job.state === 'waiting').length).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('artifacts that SOAR lost, and that somebody wants there again', () => {
  const desired = desire({}, { observableArtifacts: [ip, domain] })
  const confirmedArtifacts = new Set([ip, domain, ticketArtifact].map(one => one.sourceDataIdentifier))
  const lostArtifacts = new Set([ip.sourceDataIdentifier])
  const lost = { confirmedArtifacts, lostArtifacts, triggerFor: (changed: string[]) => (changed[0] ? domain : null) }

  test('are made again, each after a look, and start nothing', () => {
    expect(updateOf(plan(desired, lost))).toMatchObject({
      set: {},
      observableArtifacts: [ip],
      mayBeThere: true,
      ticketArtifact: null,
      trigger: null,
    })
  })

  test('may be that of the ticket, whose old number counts no more', () => {
    const { command } = plan(desired, { ...lost, lostArtifacts: new Set([ticketArtifact.sourceDataIdentifier]) })
    expect(command).toMatchObject({
      observableArtifacts: [],
      ticketArtifact: { id: null, artifact: ticketArtifact },
      trigger: null,
    })
  })

  test('are not forgotten where the waiting job gives way to a newer one', () => {
    const waiting = jobOf(plan(desired, lost).command)
    const changed = desire({ severity: 'low' }, { observableArtifacts: [ip, domain] })
    const next = plan(changed, { confirmedArtifacts, openJobs: [waiting] })
    expect(next.supersedes).toEqual([waiting])
    expect(next.command).toMatchObject({ set: { severity: 'low' }, observableArtifacts: [ip], mayBeThere: true })
    expect(plan(desired, { confirmedArtifacts, openJobs: [waiting] })).toEqual({ supersedes: [], command: null })
  })

  test('are asked for once while their job is on its way', () => {
    const sent = jobOf(plan(desired, lost).command, { state: 'sending', sentAt: 1 })
    expect(plan(desired, { ...lost, openJobs: [sent] }).command).toBeNull()
  })

  test('are not asked for where they were never confirmed', () => {
    const none = { ...lost, confirmedArtifacts: new Set<string>() }
    expect(updateOf(plan(desired, none)).mayBeThere).toBeUndefined()
  })
})
