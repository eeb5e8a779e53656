import type { ContainerCommand, CreateContainer, UpdateContainer } from '../domain/command'
import type { Artifact, ContainerFields, DesiredContainer } from '../domain/container'
import type { Job } from '../domain/job'
import { canonicalJson, type Json, type JsonObject } from '../domain/json'
import type { Base, Link } from '../domain/link'

/** What SOAR holds once everything on its way has arrived. */
interface Expected {
  isCreated: boolean
  base: Base
  artifacts: Set<string>
}

export interface PlanInput {
  link: Link
  desired: DesiredContainer
  /** What SOAR holds of fields that people change on both sides. */
  expects?: Partial<Record<keyof ContainerFields, Json>>
  /** Open jobs of the lane, in order. */
  openJobs: Job[]
  /** Source data identifiers of the artifacts SOAR has confirmed. */
  confirmedArtifacts: Set<string>
  /** Those of them that are to be made again; it starts nothing. */
  lostArtifacts?: ReadonlySet<string>
  sourceDataIdentifier: string
  /** The trigger a rule asks for where one of these changed: container fields, `tags`, `observables`, `cef.<key>`. */
  triggerFor(changedFields: string[]): Artifact | null
}

export interface Plan {
  /** Waiting jobs that give way. */
  supersedes: Job[]
  command: ContainerCommand | null
}

/**
 * The command that brings SOAR from what it holds (the base, overlaid with the jobs on their way) to what the ticket
 * asks for. Waiting jobs are planned anew, so that at most one waits; an unchanged ticket makes none.
 */
export function planJob(asked: PlanInput): Plan {
  // What was ever sent may have left something behind: it is never replaced, only followed.
  const jobs = asked.openJobs.filter(({ command }) => isOfContainer(command))
  const waiting = jobs.filter(job => job.state === 'waiting' && job.sentAt === null)
  const input = { ...asked, lostArtifacts: stillLost(asked, waiting) }
  const onTheirWay = jobs.filter(job => !waiting.includes(job))
  const expected = onTheirWay.reduce(overlay, expectedOf(input))
  const command = expected.isCreated ? planUpdate(input, expected) : planCreate(input)
  if (command === null) return { supersedes: waiting, command: null }
  const same = waiting.find(job => isSameCommand(job.command, command))
  if (same !== undefined) return { supersedes: waiting.filter(job => job !== same), command: null }
  return { supersedes: waiting, command }
}

/** A job that waits to make them again gives way to one that does so too. */
function stillLost({ lostArtifacts = new Set(), confirmedArtifacts }: PlanInput, waiting: readonly Job[]): Set<string> {
  const wanted = waiting.flatMap(({ command }) => {
    if (command.kind !== 'update-container' || command.mayBeThere !== true) return []
    return [
      ...command.observableArtifacts,
      ...(command.ticketArtifact === null ? [] : [command.ticketArtifact.artifact]),
    ]
  })
  const lost = [...lostArtifacts, ...wanted.map(({ sourceDataIdentifier }) => sourceDataIdentifier)]
  return new Set(lost.filter(one => confirmedArtifacts.has(one)))
}

function expectedOf({ link, confirmedArtifacts, lostArtifacts }: PlanInput): Expected {
  const there = [...confirmedArtifacts].filter(one => lostArtifacts?.has(one) !== true)
  return { isCreated: link.containerId !== null, base: link.base, artifacts: new Set(there) }
}

/** Results, and what goes to the ticket, say nothing about the state of the container. */
export function isOfContainer(command: Job['command']): command is ContainerCommand {
  return command.kind === 'create-container' || command.kind === 'update-container'
}

function overlay(expected: Expected, { command }: Job): Expected {
  if (!isOfContainer(command)) return expected
  return {
    isCreated: true,
    base: baseAfter(expected.base, command),
    artifacts: artifactsAfter(expected.artifacts, command),
  }
}

function artifactsAfter(artifacts: Set<string>, command: ContainerCommand): Set<string> {
  return new Set([...artifacts, ...command.observableArtifacts.map(artifact => artifact.sourceDataIdentifier)])
}

/** The base once a command is confirmed; field by field, so that what it did not name stays as it was. */
export function baseAfter(base: Base, command: Job['command']): Base {
  if (!isOfContainer(command)) return base
  if (command.kind === 'create-container') {
    return { ...base, fields: command.fields, ticketArtifact: contentOf(command.ticketArtifact) }
  }
  const tags = (base.fields.tags ?? []).filter(tag => !command.tags.remove.includes(tag))
  return {
    ...base,
    fields: { ...base.fields, ...command.set, tags: [...new Set([...tags, ...command.tags.add])].sort() },
    ticketArtifact: command.ticketArtifact === null ? base.ticketArtifact : contentOf(command.ticketArtifact.artifact),
  }
}

function contentOf(artifact: Artifact): NonNullable<Base['ticketArtifact']> {
  return { cef: artifact.cef, label: artifact.label, name: artifact.name }
}

function planCreate({ desired, sourceDataIdentifier }: PlanInput): CreateContainer {
  return {
    kind: 'create-container',
    sourceDataIdentifier,
    fields: desired.fields,
    observableArtifacts: desired.observableArtifacts,
    ticketArtifact: desired.ticketArtifact,
  }
}

function planUpdate(input: PlanInput, { base, artifacts }: Expected): UpdateContainer | null {
  const { link, desired } = input
  const { keepSeverities } = desired
  const set = changedFields(base.fields, desired.fields)
  const tags = tagDifference(base.fields.tags ?? [], desired.fields.tags)
  const observableArtifacts = desired.observableArtifacts.filter(a => !artifacts.has(a.sourceDataIdentifier))
  const { lostArtifacts: lost = new Set() } = input
  const isTicketLost = lost.has(desired.ticketArtifact.sourceDataIdentifier)
  const ticketArtifact =
    isEqual(base.ticketArtifact, contentOf(desired.ticketArtifact)) && !isTicketLost
      ? null
      : { id: isTicketLost ? null : base.ticketArtifactId, artifact: desired.ticketArtifact }
  const isNew = ({ sourceDataIdentifier }: Artifact) => !lost.has(sourceDataIdentifier)
  const trigger = input.triggerFor([
    ...Object.keys(set),
    ...(tags.add.length + tags.remove.length > 0 ? ['tags'] : []),
    ...(observableArtifacts.some(isNew) ? ['observables'] : []),
    ...changedKeys(base.ticketArtifact?.cef ?? {}, desired.ticketArtifact.cef).map(key => `cef.${key}`),
  ])
  const isUnchanged = Object.keys(set).length + tags.add.length + tags.remove.length + observableArtifacts.length === 0
  if (isUnchanged && ticketArtifact === null && trigger === null) return null
  return {
    kind: 'update-container',
    containerId: link.containerId ?? '',
    sourceDataIdentifier: input.sourceDataIdentifier,
    set,
    ...expectedOfSet(set, input.expects ?? {}),
    ...(set.severity !== undefined && keepSeverities !== undefined && { keepSeverities }),
    tags,
    observableArtifacts,
    ...(lost.size > 0 && { mayBeThere: true as const }),
    ticketArtifact,
    trigger,
  }
}

function expectedOfSet(
  set: UpdateContainer['set'],
  expects: NonNullable<PlanInput['expects']>,
): Pick<UpdateContainer, 'expects'> {
  const known = Object.entries(expects).filter(([name]) => Object.hasOwn(set, name))
  return known.length === 0 ? {} : { expects: Object.fromEntries(known) }
}

function changedKeys(base: JsonObject, desired: JsonObject): string[] {
  const keys = new Set([...Object.keys(base), ...Object.keys(desired)])
  return [...keys].filter(key => !isEqual(base[key], desired[key]))
}

function changedFields(base: Partial<ContainerFields>, desired: ContainerFields): UpdateContainer['set'] {
  const { tags: _, ...wanted } = desired
  const names = Object.keys(wanted) as (keyof typeof wanted)[]
  return Object.fromEntries(names.filter(name => !isEqual(base[name], wanted[name])).map(name => [name, wanted[name]]))
}

function tagDifference(base: string[], desired: string[]): UpdateContainer['tags'] {
  return { add: desired.filter(tag => !base.includes(tag)), remove: base.filter(tag => !desired.includes(tag)) }
}

function isEqual(a: unknown, b: unknown): boolean {
  return canonicalJson((a ?? null) as Json) === canonicalJson((b ?? null) as Json)
}

function isSameCommand(a: Job['command'], b: ContainerCommand): boolean {
  return isEqual(a, b)
}
