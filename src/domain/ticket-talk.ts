import type { AttachmentChange, CommentChange } from './ticket'

/** What is asked for of what was said in a ticket and attached to it. */
export interface TalkWanted {
  /** By the id of a comment or a file. */
  isKnown(id: string): boolean
  withFiles: boolean
}

/** What a reading of it tells. */
export interface TicketTalk {
  changes: (CommentChange | AttachmentChange)[]
  /** False where our user sees no comments at all: then what deliveries tell of them counts. */
  listsComments: boolean
}
