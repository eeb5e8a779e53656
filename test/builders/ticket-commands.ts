import type {
  AddWorkNote,
  AttachFile,
  InsertResultRecord,
  PutRemoteLink,
  UpdateTicket,
  UpsertComment,
  UpsertStatusComment,
} from '../../src/domain/command'
import { markerOf } from '../../src/domain/marker'

export function buildStatusComment(changes: Partial<UpsertStatusComment> = {}): UpsertStatusComment {
  const { ticket = { id: '10001' } } = changes
  return {
    kind: 'upsert-status-comment',
    ticket,
    marker: markerOf('jira', ticket.id),
    commentId: null,
    text: 'Nothing known yet',
    ...changes,
  }
}

export function buildWorkNote(changes: Partial<AddWorkNote> = {}): AddWorkNote {
  const { ticket = { id: '9d385017c611228701d22104cc95c371' } } = changes
  return {
    kind: 'add-work-note',
    ticket,
    marker: markerOf('servicenow', ticket.id, 'note'),
    text: 'Malicious: evil.example',
    ...changes,
  }
}

/** A lookup result on a ticket of its own, which carries its marker at the end of `details`. */
export function buildResultRecord(changes: Partial<InsertResultRecord> = {}): InsertResultRecord {
  const { ticket = { id: '9d385017c611228701d22104cc95c371' } } = changes
  return {
    kind: 'insert-result-record',
    ticket,
    table: 'sn_ti_lookup_result',
    columns: { task: ticket.id, source_engine: 'VirusTotal', finding: 'Malicious', details: '57 of 70' },
    marker: { column: 'details', value: markerOf('servicenow', ticket.id, 'result') },
    observable: { column: 'observable', value: 'evil.example', type: 'Domain name' },
    relation: { table: 'sn_ti_m2m_task_observable', ticketColumn: 'task', observableColumn: 'observable' },
    ...changes,
  }
}

export function buildComment(changes: Partial<UpsertComment> = {}): UpsertComment {
  const { ticket = { id: '10001' } } = changes
  return {
    kind: 'upsert-comment',
    ticket,
    marker: markerOf('ticket', ticket.id, 'note-7'),
    commentId: null,
    text: 'The host was isolated',
    audience: 'internal',
    ...changes,
  }
}

export function buildTicketUpdate(changes: Partial<UpdateTicket> = {}): UpdateTicket {
  return { kind: 'update-ticket', ticket: { id: '10001' }, set: {}, lists: {}, status: null, ...changes }
}

export function buildFile(changes: Partial<AttachFile> = {}): AttachFile {
  const { ticket = { id: '10001' } } = changes
  return {
    kind: 'attach-file',
    ticket,
    marker: markerOf('ticket', ticket.id, 'file-3'),
    fileName: 'mail.eml',
    content: { soarConnection: 'soar', attachmentId: '3' },
    sha256: null,
    audience: 'internal',
    ...changes,
  }
}

export function buildRemoteLink(changes: Partial<PutRemoteLink> = {}): PutRemoteLink {
  return {
    kind: 'put-remote-link',
    ticket: { id: '10001' },
    globalId: 'system=soar&instance=soar&container=7',
    url: 'https://soar.acme.example/mission/7',
    title: 'SOAR container 7',
    summary: 'open, high',
    isResolved: false,
    ...changes,
  }
}
