import { emptyContainer } from '../../src/domain/container-snapshot'
import { createIdSource, sha256Hex } from '../../src/domain/ids'
import type { Job } from '../../src/domain/job'
import type { Link } from '../../src/domain/link'
import { emptySnapshot } from '../../src/domain/merge-changes'
import type { Receipt } from '../../src/domain/receipt'
import type { Attempt, Settlement } from '../../src/outbox/outbox'
import { buildCreate, buildUpdate, sdi } from './soar-commands'

export const newYear = Date.parse('2026-01-01T00:00:00Z')

/** Ids in the order asked for, as the bridge makes them. */
export const nextId = createIdSource({ now: () => newYear })

export function buildReceipt(changes: Partial<Receipt> = {}): Receipt {
  const body = changes.body ?? Buffer.from('{"issue":{"id":"10042"}}')
  return {
    id: nextId(),
    connection: 'jira',
    lane: 'jira/10042',
    deliveryId: null,
    version: null,
    sha256: sha256Hex(body),
    event: 'jira:issue_updated',
    state: 'pending',
    reason: null,
    receivedAt: newYear,
    headers: {},
    body,
    ...changes,
  }
}

export function buildJob(changes: Partial<Job> = {}): Job {
  const id = changes.id ?? nextId()
  const command = changes.command ?? (changes.kind === 'update-container' ? buildUpdate() : buildCreate())
  return {
    id,
    opId: `op-${id}`,
    lane: 'jira/10042',
    linkId: 'link-1',
    connection: 'soar',
    target: `soar/${sdi}`,
    kind: command.kind,
    command,
    state: 'waiting',
    fence: 0,
    tries: 0,
    nextAt: newYear,
    sentAt: null,
    unknownAt: null,
    reason: null,
    mappingVersion: 'v1',
    createdAt: newYear,
    updatedAt: newYear,
    ...changes,
  }
}

export function buildLink(changes: Partial<Link> = {}): Link {
  return {
    id: 'link-1',
    connection: 'jira',
    ticketId: '10042',
    ticketKey: 'SEC-1',
    ticketUrl: 'https://jira.example/browse/SEC-1',
    collection: 'SEC',
    soarConnection: 'soar',
    containerId: null,
    role: 'primary',
    containerSdi: null,
    leftContainerId: null,
    sdiPrefix: 'jira',
    tenant: 'default',
    state: 'pending',
    snapshot: emptySnapshot(),
    observables: [],
    base: { fields: {}, ticketArtifactId: null, ticketArtifact: null },
    findings: { latest: [], gravest: null },
    container: emptyContainer(),
    revision: 1,
    createdAt: newYear,
    updatedAt: newYear,
    ...changes,
  }
}

export function buildAttempt(changes: Partial<Attempt> = {}): Attempt {
  return {
    id: nextId(),
    purpose: 'apply',
    startedAt: newYear,
    endedAt: newYear + 5,
    outcome: 'confirmed',
    code: null,
    message: null,
    exchanges: [],
    ...changes,
  }
}

export function buildSettlement(changes: Partial<Settlement> = {}): Settlement {
  return {
    state: 'confirmed',
    at: newYear,
    tries: 0,
    nextAt: newYear,
    reason: null,
    lateSweepAt: null,
    attempt: buildAttempt(),
    ...changes,
  }
}
