import type { AddWorkNote, UpsertComment } from '../../../domain/command'
import type { WantedNote } from '../apply-note'

/** Leaves room in a title for the mark at its end. */
const longestTitle = 150

/**
 * What is said to a ticket, as a note of its container. The title is how the text begins, so that title and text read one
 * after the other are what was said: by that the bridge knows its own words again.
 */
export function noteOfComment(command: AddWorkNote | UpsertComment): WantedNote {
  const { ticket, marker, text } = command
  const said = text.trim()
  const end = endOfTitle(said)
  const known = command.kind === 'upsert-comment' ? command.commentId : null
  return {
    containerId: ticket.id,
    marker,
    noteId: known?.startsWith(ofNote) === true ? known.slice(ofNote.length) : null,
    title: said.slice(0, end),
    // SOAR takes no note without a text.
    text: said.slice(end).trim() || '…',
  }
}

const ofNote = 'note:'

/** The id of the note, as its polls tell it. */
export function commentIdOf(noteId: string): string {
  return `${ofNote}${noteId}`
}

function endOfTitle(text: string): number {
  const line = text.indexOf('\n')
  if (line !== -1 && line <= longestTitle) return line
  if (text.length <= longestTitle) return text.length
  const blank = text.lastIndexOf(' ', longestTitle)
  return blank > 0 ? blank : longestTitle
}
