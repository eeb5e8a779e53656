import type { AddWorkNote, UpsertComment } from '../../domain/command'
import { sha256Hex } from '../../domain/ids'
import type { Entry } from './journal'

/** What a command wants to be read in a journal; customers see `comments`, who works on the ticket sees both. */
export function entryOf(command: AddWorkNote | UpsertComment): Entry {
  const { marker, text } = command
  if (command.kind === 'add-work-note') return { journal: 'work_notes', marker, hash: '', text, what: 'note' }
  const journal = command.audience === 'customer' ? 'comments' : 'work_notes'
  return { journal, marker, hash: sha256Hex(text).slice(0, 12), text, what: 'comment' }
}
