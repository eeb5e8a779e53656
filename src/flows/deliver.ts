import type { Applied, CommandTaker, Exchange, LookedUp, Sending, TicketApplied } from '../connectors/connector'
import { type Command, isTicketCommand } from '../domain/command'
import type { Job } from '../domain/job'
import { BridgeError, isBridgeError } from '../errors'
import type { JobLedger, LaneHold } from '../outbox/outbox'
import { findLinkById } from '../store/links'
import { type ContainerGoneParts, endContainerGone } from './container-gone'
import { createComparison } from './give-way'
import { rememberTicketSide } from './remember-ticket'
import { type Ending, laneLost, type SettleParts, settleTry, type Try } from './settle-try'

export interface DeliverParts extends SettleParts, Omit<ContainerGoneParts, 'db' | 'ledger'> {
  ledger: JobLedger
  connectorOf(connection: string): CommandTaker
  /** The SOAR connection whose containers are this one's tickets; other lanes write to them too. */
  homeOf?(ticketConnection: string): string | undefined
  /** Holds the target from the read before the write until the job settles. */
  withTarget<Result>(target: string, task: () => Promise<Result>): Promise<Result>
  /** Tells of a failure; answers whether the connection is healthy all the same. */
  report(connection: string, error: BridgeError): Promise<boolean>
  judge: Judge
  /** The longest time SOAR may take to finish what was sent; only then does absence count. */
  settleMs: number
}

/** The retry policy, handed in. */
export interface Judge {
  failure(
    error: BridgeError | undefined,
    facts: { tries: number; isConnectionHealthy: boolean; hasWritten: boolean },
  ): JudgedTry
  absent(facts: { tries: number }): JudgedTry
}

export interface JudgedTry {
  to: 'retry' | 'unknown' | 'dead'
  at: number
  spendsTry: boolean
}

type DeliverTry = Try<DeliverParts>

/** Tries one job, or looks up one whose fate is unknown, and remembers what came of it. */
export async function deliverJob(parts: DeliverParts, job: Job, hold: LaneHold): Promise<void> {
  const link = await findLinkById(parts.db.read, job.linkId)
  if (link === undefined) throw new Error(`job ${job.id} has no link`)
  const { command } = job
  const target = isTicketCommand(command) ? ticketTarget(parts, link) : containerTarget(job, link)
  await parts.withTarget(target, async () => {
    const attempt: DeliverTry = {
      parts,
      job,
      hold,
      link,
      command: addressed(command, link),
      startedAt: parts.now(),
      exchanges: [],
    }
    await (job.state === 'unknown' ? lookUp(attempt) : send(attempt))
  })
}

/** A shared container is locked as the container that it is. */
function ticketTarget({ homeOf }: DeliverParts, { connection, ticketId }: Try['link']): string {
  return `${homeOf?.(connection) ?? connection}/${ticketId}`
}

/** By its id, so that all tickets of one container wait for each other. */
function containerTarget({ connection, command, target }: Job, { containerId }: Try['link']): string {
  const id = command.kind === 'leave-container' ? command.containerId : containerId
  return `${connection}/${id ?? target}`
}

/** Ids that were not known when the command was planned. */
function addressed(command: Command, link: Try['link']): Command {
  if (command.kind === 'upsert-status-comment') {
    return { ...command, commentId: link.base.statusCommentId ?? command.commentId }
  }
  if (command.kind === 'create-container' || command.kind === 'leave-container' || isTicketCommand(command))
    return command
  const containerId = link.containerId ?? command.containerId
  if (command.kind === 'add-attachment' && 'ticketAttachment' in command.content) {
    // The connection may have another name by now.
    const ticketAttachment = { ...command.content.ticketAttachment, connection: link.connection }
    return { ...command, containerId, content: { ticketAttachment } }
  }
  if (command.kind !== 'update-container') return { ...command, containerId }
  // What SOAR may have lost is looked for by its name.
  const knownId = command.mayBeThere === true ? null : link.base.ticketArtifactId
  const ticketArtifact =
    command.ticketArtifact === null ? null : { ...command.ticketArtifact, id: command.ticketArtifact.id ?? knownId }
  return { ...command, containerId, ticketArtifact }
}

async function send(attempt: DeliverTry): Promise<void> {
  const { parts, job, hold, command, exchanges } = attempt
  const beforeWrite = async () => {
    const at = parts.now()
    const written = await parts.db.write([parts.ledger.markSending(job, hold, at)])
    if (!written.committed) throw laneLost(job)
    Object.assign(job, { state: 'sending', sentAt: at })
  }
  const isRepeat = job.sentAt !== null
  const sent = sentBefore(job)
  let applied: Applied | TicketApplied
  const { compare, giveWay } = createComparison(attempt)
  try {
    applied = await parts
      .connectorOf(job.connection)
      .apply(command, { beforeWrite, isRepeat, ...sent, record: e => exchanges.push(e), compare })
  } catch (error) {
    if (await giveWay(error)) return
    return settleFailure(attempt, error)
  }
  await settleApplied(attempt, applied)
}

async function lookUp(attempt: DeliverTry): Promise<void> {
  const { parts, job, command, exchanges } = attempt
  let found: LookedUp<Applied | TicketApplied>
  try {
    const record = (exchange: Exchange) => exchanges.push(exchange)
    found = await parts.connectorOf(job.connection).lookUp(command, { ...sentBefore(job), record })
  } catch (error) {
    return settleFailedLookUp(attempt, error)
  }
  if (found.status === 'found') return settleApplied(attempt, found.applied)
  const settledAt = (job.sentAt ?? job.createdAt) + parts.settleMs
  if (parts.now() < settledAt)
    return stayUnknown(attempt, { until: settledAt, code: 'not-found-yet', message: found.what })
  // Only now does absence count: the far side had its longest time to finish what we sent.
  const verdict = parts.judge.absent({ tries: job.tries })
  const reason = `not found after the settle time: ${found.what}`
  await settleTry(attempt, { state: stateOf[verdict.to], nextAt: verdict.at, outcome: 'absent', code: null, reason })
}

function sentBefore({ sentAt }: Job): Pick<Sending, 'sentAt'> {
  return sentAt === null ? {} : { sentAt }
}

async function settleApplied(attempt: DeliverTry, answered: Applied | TicketApplied): Promise<void> {
  const { notes } = answered
  const taught = taughtBy(attempt, answered)
  const [first, ...others] = taught.applied?.refused ?? []
  if (first === undefined) {
    const reason = notes.join('; ') || null
    return settleTry(attempt, { state: 'confirmed', nextAt: 0, outcome: 'confirmed', code: null, reason, ...taught })
  }
  await settleTry(attempt, {
    state: 'dead',
    nextAt: 0,
    outcome: 'dead',
    code: 'artifact-refused',
    reason: `SOAR refused ${others.length + 1} artifact(s): ${first.message}`,
    spendsTry: true,
    ...taught,
  })
}

/** What there is to remember of an answer. */
function taughtBy(
  { parts, job, link }: DeliverTry,
  answered: Applied | TicketApplied,
): Pick<Ending, 'applied' | 'also'> {
  // The container that was left is none of the link's.
  if (job.kind === 'leave-container') return {}
  if ('containerId' in answered) return { applied: answered }
  const { newId, now } = parts
  const { id, notes } = answered
  return { also: rememberTicketSide(parts.db.read, { link, job, id, notes, newId, at: now() }) }
}

const stateOf = { retry: 'waiting', unknown: 'unknown', dead: 'dead' } as const

async function settleFailure(attempt: DeliverTry, error: unknown): Promise<void> {
  const { parts, job } = attempt
  if (isBridgeError(error) && (error.code === 'lane-lost' || error.code === 'store-failed')) throw error
  const known = isBridgeError(error) ? error : undefined
  if (known?.code === 'container-gone' && job.kind !== 'leave-container')
    return settleTry(attempt, endContainerGone(parts, attempt, known))
  const mayBeConnection = known !== undefined && (known.kind === 'unavailable' || known.kind === 'denied')
  const isConnectionHealthy = mayBeConnection ? await parts.report(job.connection, known) : true
  const hasWritten = job.state === 'sending'
  const verdict = parts.judge.failure(known, { tries: job.tries, isConnectionHealthy, hasWritten })
  await settleTry(attempt, {
    state: stateOf[verdict.to],
    nextAt: verdict.at,
    outcome: verdict.to,
    code: known?.code ?? 'unexpected',
    reason: known?.message ?? 'unexpected failure; see the log',
    spendsTry: verdict.spendsTry,
  })
  if (known === undefined) throw error
}

async function settleFailedLookUp(attempt: DeliverTry, error: unknown): Promise<void> {
  const { parts, job } = attempt
  const known = isBridgeError(error)
    ? error
    : new BridgeError('unavailable', 'unexpected failure; see the log', { cause: error })
  if (known.code === 'store-failed') throw error
  // Told only: whatever it was, a look-up that failed says nothing about the job.
  await parts.report(job.connection, known)
  await stayUnknown(attempt, { until: Number.POSITIVE_INFINITY, code: known.code, message: known.message })
  if (known !== error) throw error
}

const firstLookUpAgainMs = 500
const longestLookUpAgainMs = 15_000

async function stayUnknown(attempt: DeliverTry, why: { until: number; code: string; message: string }): Promise<void> {
  const { parts, job } = attempt
  const unknownFor = parts.now() - (job.unknownAt ?? parts.now())
  const pause = Math.min(longestLookUpAgainMs, Math.max(firstLookUpAgainMs, unknownFor))
  const nextAt = Math.min(why.until, parts.now() + pause)
  await settleTry(attempt, { state: 'unknown', nextAt, outcome: 'unknown', code: why.code, reason: why.message })
}
