import type { Artifact, ContainerFields, Sensitivity } from './container'
import type { Json, JsonObject } from './json'
import type { EnrichmentKind } from './result-table'

/** The closed list of things the bridge asks SOAR to do. */
export type SoarCommand = ContainerCommand | AddEnrichment | AddAttachment | UpsertNote | RunPlaybook | LeaveContainer
/** What brings a container to the state of its ticket. */
export type ContainerCommand = CreateContainer | UpdateContainer
export type Command = SoarCommand | TicketCommand
export type CommandKind = Command['kind']

/**
 * The closed list of things the bridge asks a ticketing system to do. Texts are plain: the connector cuts them to what
 * its system takes, makes addresses harmless and takes the meaning out of markup. Customers see none of it but what says so.
 */
export type TicketCommand =
  | UpsertStatusComment
  | AddWorkNote
  | InsertResultRecord
  | UpdateTicket
  | UpsertComment
  | AttachFile
  | PutRemoteLink

export function isTicketCommand(command: Command): command is TicketCommand {
  return 'ticket' in command
}

export interface CreateContainer {
  kind: 'create-container'
  /** `soarbridge:<connection>:<immutable ticket id>` */
  sourceDataIdentifier: string
  fields: ContainerFields
  observableArtifacts: Artifact[]
  ticketArtifact: Artifact
}

export interface UpdateContainer {
  kind: 'update-container'
  containerId: string
  sourceDataIdentifier: string
  /** Only the fields that changed on the ticket's side. */
  set: Partial<Omit<ContainerFields, 'tags'>>
  /** What the container held of these when it was decided; where somebody changed it since, it is decided anew. */
  expects?: Partial<Omit<ContainerFields, 'tags'>>
  /** Severities above one that results raised: where a person chose such a one, it stays. */
  keepSeverities?: string[]
  /** Sensitivities that are stricter, and stay too. */
  keepSensitivities?: Sensitivity[]
  tags: { add: string[]; remove: string[] }
  /** New artifacts, none of which triggers. */
  observableArtifacts: Artifact[]
  /** Some of the artifacts were there once: each is looked for before it is made. */
  mayBeThere?: true
  /** The ticket artifact as it should be now; its id where SOAR has confirmed it. */
  ticketArtifact: { id: string | null; artifact: Artifact } | null
  /** A rule asked to trigger again: a new artifact with the revision in its identifier, posted last with `run_automation: true`. */
  trigger: Artifact | null
}

/** Results of scripts, or what another SOAR shares, as artifacts of a container, none of which triggers. */
export interface AddEnrichment {
  kind: 'add-enrichment'
  containerId: string
  sourceDataIdentifier: string
  artifacts: Artifact[]
  /** Brought to this content where they are there: results that changed, what is shared. */
  changed?: Artifact[]
}

/** A file in the vault of a container; its name begins with the command's marker, so that it is found again. */
export interface AddAttachment {
  kind: 'add-attachment'
  containerId: string
  /** Of the container. */
  sourceDataIdentifier: string
  /** As it stands in the vault: `<marker>-<name>` made safe (`vaultFileName`); at most 255 characters. */
  fileName: string
  /** Where the bytes are: text in the command itself, of at most 1 MB, or a file of a ticket that is read when it is sent. */
  content: { text: string } | { ticketAttachment: TicketAttachment }
  /** Of the bytes, in hex, where it is known: a file of the same name with other bytes is not this one. */
  sha256?: string
  /** What SOAR's vault is told of the file. */
  metadata?: JsonObject
  copyOf?: CopyOf
}

/** A file of a ticket, by the ids of its system. */
export interface TicketAttachment {
  connection: string
  ticketId: string
  attachmentId: string
}

/** Which thing of the other side a copy stands for; for our own books, no system is told of it. */
export interface CopyOf {
  /** `note`: comment and note. `edit`: what somebody made of a copy. `file`: attachment and file. */
  kind: 'note' | 'edit' | 'file'
  id: string
  /** Of what the original says (`fingerprintOf`). */
  fingerprint: string
}

/** A note that stands for one comment of the ticket: made, or changed where its text did. Carried out twice it is one note. */
export interface UpsertNote {
  kind: 'upsert-note'
  containerId: string
  sourceDataIdentifier: string
  /** The same for every command towards this note; stands at the end of its title. */
  marker: string
  /** Its id where SOAR has confirmed it; without one it is looked for by its marker. */
  noteId: string | null
  title: string
  text: string
  copyOf?: CopyOf
}

/** Starts a playbook, at most once: where nobody can tell whether it started, it is left to a person. */
export interface RunPlaybook {
  kind: 'run-playbook'
  containerId: string
  sourceDataIdentifier: string
  /** `repository/name`. */
  playbook: string
  scope: 'new' | 'all'
}

/** Tells in a container that its ticket stands for another one from now on. It goes to this container, whatever the link says. */
export interface LeaveContainer {
  kind: 'leave-container'
  containerId: string
  sourceDataIdentifier: string
  /** Of the note. */
  marker: string
  title: string
  text: string
  /** For the container; null where other tickets stay with it. */
  tag: string | null
}

/** Who reads what is written: people who work on tickets, or everybody who may see the ticket. */
export type Audience = 'internal' | 'customer'

/** Where a command writes; without a collection every bridged table is asked for the id. */
export interface TicketAddress {
  id: string
  collection?: string
}

/** Fields and status of a ticket: read, compared, and only what differs is set. */
export interface UpdateTicket {
  kind: 'update-ticket'
  ticket: TicketAddress
  /** The vendor's field → value as it is compared and set: a name where the field holds a named thing, null to clear. */
  set: Record<string, Json>
  /** Values to put in and take out of fields that hold lists (labels). */
  lists: Record<string, { add: string[]; remove: string[] }>
  /** Null leaves it. */
  status: TicketStatusWish | null
  /** What ticket and container agree on once it is done: fields of the container with their values. For our own books. */
  agreed?: JsonObject
  /** What was heard of these fields when it was decided, as a hash: heard anew since, it is decided anew. */
  decidedFor?: string
}

export interface TicketStatusWish {
  /** Names or values of statuses that will do, the best first; a ticket that has one of them stays. */
  to: string[]
  /** What the system wants filled in on the way (resolution, close code, close notes); set only where it asks for it. */
  fields: Record<string, Json>
}

/** One comment that stands for one note of SOAR. Edited where the system lets comments be edited, told again where not. */
export interface UpsertComment {
  kind: 'upsert-comment'
  ticket: TicketAddress
  /** The same for every command towards this comment (`markerOf`). */
  marker: string
  commentId: string | null
  text: string
  audience: Audience
  copyOf?: CopyOf
}

/** A file of SOAR's vault under a ticket; its name begins with the marker. */
export interface AttachFile {
  kind: 'attach-file'
  ticket: TicketAddress
  marker: string
  fileName: string
  /** Where the bytes are; they are read when it is sent. */
  content: { soarConnection: string; attachmentId: string }
  /** Of the content, hex, where SOAR tells it. */
  sha256: string | null
  audience: Audience
  copyOf?: CopyOf
}

/** Jira: the link to the container beside the ticket, with its state. An upsert by `globalId`. */
export interface PutRemoteLink {
  kind: 'put-remote-link'
  ticket: TicketAddress
  globalId: string
  url: string
  title: string
  summary: string
  isResolved: boolean
}

/** Jira: the one comment of the bridge under a ticket, edited where its text changed. Carried out twice it is one comment. */
export interface UpsertStatusComment {
  kind: 'upsert-status-comment'
  ticket: TicketAddress
  /** The same for every command towards this comment (`markerOf`). */
  marker: string
  /** Its id where Jira has confirmed it; without one it is looked for by its marker. */
  commentId: string | null
  text: string
}

/** ServiceNow: one more entry in the work notes of a ticket; the marker of the command stands at its end. */
export interface AddWorkNote {
  kind: 'add-work-note'
  ticket: TicketAddress
  marker: string
  text: string
}

/** ServiceNow: a result as a record of its real table. */
export interface InsertResultRecord {
  kind: 'insert-result-record'
  ticket: TicketAddress
  table: string
  /** Posted to the instance's own SecOps API as this resource, instead of inserted by the Table API. */
  resource?: EnrichmentKind
  /** Columns as the Table API takes them. */
  columns: Record<string, string>
  /** The result changed: where its record is there, it is brought to these columns. */
  isChange?: true
  /**
   * What recognises the record again: a column of its own (`correlation_id`), or one of `columns`, at whose end it then
   * stands, for which 41 characters must be left: what a column does not hold is cut. A table without this column is refused, since nothing inserted there could be found again.
   */
  marker: { column: string; value: string }
  /** The observable it speaks of: found by value, else made; `column` refers to it. */
  observable: { column: string; value: string; type?: string } | null
  /** Ties the observable to the ticket in this table; null where it is not asked for. */
  relation: { table: string; ticketColumn: string; observableColumn: string } | null
}
