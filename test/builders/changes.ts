import type { FileChange, NoteChange } from '../../src/domain/container-change'
import type { AttachmentChange, CommentChange } from '../../src/domain/ticket'

/** Of people at a ticket and at its container, at a time of the vendor's clock. */
export function buildComment(at: number, changes: Partial<CommentChange> = {}): CommentChange {
  return { kind: 'comment', id: '31', version: { at }, deleted: false, author: 'Bea', body: 'Please look', ...changes }
}

export function buildAttachment(at: number, changes: Partial<AttachmentChange> = {}): AttachmentChange {
  const facts = { fileName: 'mail.eml', size: 2_000 }
  return { kind: 'attachment', id: '31', version: { at }, deleted: false, ...facts, ...changes }
}

export function buildNote(at: number, changes: Partial<NoteChange> = {}): NoteChange {
  const said = { title: 'Finding', text: 'It is a beacon', format: 'text', author: 'ana', deleted: false } as const
  return { kind: 'note', id: 'note:5', containerId: '7', version: { at }, ...said, ...changes }
}

export function buildFile(at: number, changes: Partial<FileChange> = {}): FileChange {
  const facts = { fileName: 'report.pdf', size: 2_000, sha256: 'ab'.repeat(32), vaultId: null }
  return { kind: 'file', id: '4', containerId: '7', version: { at }, ...facts, ...changes }
}
