import type { Command, SoarCommand, TicketAttachment, TicketCommand } from '../domain/command'
import type { ContainerChange, ContainerStateChange } from '../domain/container-change'
import type { GoneTicket, SoughtTicket } from '../domain/gone-ticket'
import type { JsonObject } from '../domain/json'
import type { PolledCollection } from '../domain/polled-collection'
import type { TicketChange, TicketStateChange, TicketSystem } from '../domain/ticket'
import type { TalkWanted, TicketTalk } from '../domain/ticket-talk'

/**
 * One ticketing system, as one configured connection. `identify` and `normalize` are pure and never throw on an
 * authenticated body; the others call the system and raise `BridgeError` (`unavailable`, `denied`, `rejected`).
 */
export interface TicketConnector extends TicketWriter {
  readonly system: TicketSystem
  readonly connection: string
  readonly webhook: WebhookVerifier
  /** What the door must know of a delivery to store it in the right lane. */
  identify(payload: JsonObject): DeliveryFacts
  /** What the delivery says happened. `receivedAt` (epoch ms) stands in where the vendor gives no version. */
  normalize(payload: JsonObject, receivedAt: number): Normalized
  /** The ticket as its system has it now, or null where the system answers 404 (missing or forbidden). */
  readTicket(ticket: { id: string; collection?: string }): Promise<TicketStateChange | null>
  /** Immutable ids of the tickets that one with these fields is a duplicate of; pure. Missing where the system does not say. */
  originalsOf?(fields: JsonObject): string[]
  /** The immutable id behind a key or number, or null where the system answers 404. */
  resolveTicketId(ticket: { key: string; collection?: string }): Promise<{ id: string; collection?: string } | null>
  /** Succeeds when the system answers and takes our credentials; cheap, and without effect. */
  probe(): Promise<void>
}

/**
 * How a ticketing system is written to. The promises are those of `SoarConnector`: nothing
 * is sent again blindly, and errors tell by `effect` whether anything may have been applied.
 */
export interface TicketWriter {
  /** Carries out one command; safe to repeat. Calls `sending.beforeWrite()` before each write leaves. */
  apply(command: TicketCommand, sending: Sending): Promise<TicketApplied>
  /** Looks for what an earlier try of the command left behind; writes nothing. An unreadable answer raises. */
  lookUp(command: TicketCommand, sending: Pick<Sending, 'record'>): Promise<LookedUp<TicketApplied>>
  /** What the command left in the system more than once; reads only. */
  findDuplicates(command: TicketCommand): Promise<Duplicate[]>
}

export interface TicketApplied {
  /** Of the comment or the record; of a work note its marker, since ServiceNow answers with no id of it. */
  id: string
  notes: string[]
}

/** One way a webhook proves where it comes from. Each answers false where the connection is not set up for that way. */
export interface WebhookVerifier {
  /** HMAC over the raw bytes; `header` as received, `sha256=<hex>`. */
  signature(header: string, rawBody: Buffer): boolean
  /** `X-Bridge-Secret`. */
  secret(header: string): boolean
  /** HTTP Basic. */
  basic(user: string, password: string): boolean
}

export interface DeliveryFacts {
  /** False for events that are about no ticket (a sprint, a version, a user): kept, never digested. */
  isAboutTicket: boolean
  ticketId?: string
  /** Key or number where the immutable id is missing: to be resolved first. */
  key?: string
  collection?: string
  /** The vendor's name of the event. */
  event?: string
  /** What the body tells of its own version (`timestamp`, `updated`, `sys_mod_count`): equal content is then one delivery. */
  version?: number
}

export interface Normalized {
  changes: TicketChange[]
  /** The delivery is only a notification, carries no version of its own, or misses the ticket: read it again. */
  mustReread: boolean
  /** It may leave out what was said and attached, or tell it without ids: `TicketTalkReader` is asked. */
  leavesOutTalk?: true
}

/** What was said in a ticket and attached to it, of a system whose deliveries leave that out. */
export interface TicketTalkReader {
  /** The newest that is not known; never what we wrote ourselves. */
  readTalk(ticket: { id: string; collection?: string }, wanted: TalkWanted): Promise<TicketTalk>
  /** What of it our user may not read, a sentence each for whoever runs the bridge. */
  findBlindSpots(): Promise<string[]>
}

/** A file as it was read. */
export interface ReadFile {
  fileName: string
  mimeType: string | null
  bytes: Buffer
}

/** Files of tickets. */
export interface TicketFileReader {
  /** Null where the system answers 404. Raises `rejected`, code `file-too-large`, beyond `mostBytes`. */
  readAttachment(
    ticket: { id: string; collection?: string },
    attachment: { id: string; mostBytes: number },
  ): Promise<ReadFile | null>
}

/** Finds what no webhook told: tickets by the time of their last change, oldest first, page by page. */
export interface TicketSweeper {
  /** Tickets changed at or after the mark, by the system's own clock; those of one instant in the order of their ids. */
  readUpdated(asked: SweepAsked): Promise<SweptPage>
  /** How many there are from the mark on; null where the system does not tell. */
  countUpdated(asked: Omit<SweepAsked, 'limit'>): Promise<number | null>
  /** Collections of what changes without its ticket (files), to be swept too; `readUpdated` finds their tickets. */
  readonly partCollections?: readonly string[]
}

/** Knows whether tickets are still there. */
export interface GoneTicketFinder {
  /**
   * Which of these tickets, at most 100, are gone: systems tell nobody but administrators of deletions. Each of them
   * answered 404 by itself, while the project or table it belongs to showed itself to us; a right that was lost for the
   * ticket alone looks the same. One request for all of them, and two for each that it does not show.
   */
  findGone(tickets: readonly SoughtTicket[]): Promise<GoneTicket[]>
}

export interface SweepAsked {
  /** Jira has one collection (null); ServiceNow one a table. */
  collection: string | null
  /** Only what lies beyond: later, or at the same instant with a greater id. Null: from the beginning. */
  after: SweepMark | null
  /** The vendor's own condition (JQL, encoded query), joined by and. */
  query?: string
  limit: number
}

export interface SweepMark {
  /** Epoch milliseconds, of the system's clock. */
  at: number
  id: string
}

export interface SweptPage {
  tickets: SweptTicket[]
  /** Where to go on; null where this was the last page for now. */
  next: SweepMark | null
}

export interface SweptTicket {
  id: string
  key: string
  collection?: string
  updatedAt: number
  /** The whole ticket as `identify` and `normalize` take a delivery, with its own version. */
  payload: JsonObject
}

/** What a ticketing system offers for a ticket now; mapping is checked against it. */
export interface TicketVocabulary {
  /** Names (Jira) or values (ServiceNow) of all statuses that there are. */
  statuses: string[]
  /** Values of fields with a closed choice, by field. */
  choices: Record<string, string[]>
}

export interface TicketVocabularyReader {
  readVocabulary(): Promise<TicketVocabulary>
}

/** How SOAR tells what happened in it; it pushes nothing (soar.md section 12). Reads only. */
export interface ContainerPoller {
  /**
   * Records changed since the mark less an overlap, oldest first, at SOAR's own clock. Without a mark nothing is read
   * but where things stand: history is not told.
   */
  poll(asked: { collection: PolledCollection; since: PollMark | null; limit: number }): Promise<PolledPage>
  /** The container as it is now, or null on 404. */
  readContainer(containerId: string): Promise<ContainerStateChange | null>
  /** A file of the vault by the id of its attachment. Raises `rejected`, code `file-too-large`, beyond `mostBytes`. */
  readFile(attachment: { id: string; mostBytes: number }): Promise<ReadFile | null>
}

/** Where a poll goes on: to be kept and handed back as it is, also where it lies before the last one. */
export interface PollMark {
  /** Epoch milliseconds, of SOAR's clock. */
  at: number
  id: string
}

export interface PolledPage {
  changes: ContainerChange[]
  mark: PollMark
  /** There is more beyond the mark. */
  isMore: boolean
}

/** SOAR, as one configured connection. */
export interface SoarConnector extends ContainerPoller {
  readonly connection: string
  /** Succeeds when SOAR answers and takes our credentials; cheap, and without effect. */
  probe(): Promise<void>
  readVocabulary(): Promise<Vocabulary>
  /**
   * Carries out one command; safe to repeat. Reads first, then calls `sending.beforeWrite()` before each write leaves.
   * Raises `BridgeError`: `effect` tells whether anything may have been applied; `rejected` is the command's own fault.
   */
  apply(command: SoarCommand, sending: Sending): Promise<Applied>
  /**
   * Looks for what an earlier try of the command left behind; writes nothing.
   * `found` only where every part of the command is there; `missing` names what is not. An unreadable answer raises.
   */
  lookUp(command: SoarCommand, sending: Pick<Sending, 'record' | 'sentAt'>): Promise<LookedUp>
  /** What the command left in SOAR more than once; reads only. */
  findDuplicates(command: SoarCommand): Promise<Duplicate[]>
}

/**
 * The bytes of a ticket's file, read when they are sent. Raises `BridgeError`; with code `file-too-large` where they are
 * more than is read.
 */
export type ReadTicketFile = (file: TicketAttachment) => Promise<{ bytes: Buffer }>

/** Whoever a job goes to; it takes the commands of its own side only. */
export interface CommandTaker {
  apply(command: Command, sending: Sending): Promise<Applied | TicketApplied>
  lookUp(command: Command, sending: Pick<Sending, 'record' | 'sentAt'>): Promise<LookedUp<Applied | TicketApplied>>
  findDuplicates(command: Command): Promise<Duplicate[]>
}

/** What the ledger lends to one try. */
export interface Sending {
  /** Commits `sending` and the send time before a byte leaves; raises where another worker took the lane over. */
  beforeWrite(): Promise<void>
  /** An earlier try may have left things behind: look before creating. */
  isRepeat: boolean
  /** When the last try that wrote was sent, epoch milliseconds; missing where none was. */
  sentAt?: number
  record(exchange: Exchange): void
  /** Told what the target holds before any of it is changed; raises where the command was decided for something else. */
  compare?(found: ContainerStateChange | TicketStateChange): void
}

/** One request and its answer, for the timeline; bodies are cut to 4 KB and hold no credentials. */
export interface Exchange {
  method: string
  path: string
  request?: string
  status?: number
  answer?: string
  ms: number
  error?: string
}

export interface Applied {
  containerId: string
  /** A creation found the container there. */
  wasThere?: boolean
  /** Of a note its marker and its id; of a file its name and its id. */
  artifacts: AppliedArtifact[]
  /** Parts that SOAR refused on their own account; the rest stands. */
  refused: { sourceDataIdentifier: string; message: string }[]
  /** Words the command asked for that SOAR does not know (an owner without a user). */
  notes: string[]
  /** Of the playbook that was started. */
  runId?: string
}

export interface AppliedArtifact {
  sourceDataIdentifier: string
  id: string
}

export type LookedUp<What = Applied> =
  | { status: 'found'; applied: What }
  /** `artifacts`: source data identifiers of those that are not there, where it is only artifacts that are missing. */
  | { status: 'missing'; what: string; artifacts?: string[] }

/** Two of one thing; `kept` is the older one (in SOAR and Jira the lowest id), which our tables point to. */
export interface Duplicate {
  what: 'container' | 'artifact' | 'comment' | 'note' | 'record' | 'file'
  found: string
  kept: string
}

/** The words SOAR knows; a rule that names another one holds its connection's delivery. */
export interface Vocabulary {
  labels: string[]
  severities: string[]
  statuses: string[]
  version: string
}
