import type { Link } from '../domain/link'
import type { TalkWanted } from '../domain/ticket-talk'
import type { TicketSource } from './ticket-source'

/** Before there is a container nothing was told in vain, so that all counts as new. */
export function talkWanted({ rules }: TicketSource, known: Link | undefined): TalkWanted {
  const { comments = {}, attachments = {} } = known?.containerId == null ? {} : known.snapshot
  return {
    isKnown: id => Object.hasOwn(comments, id) || Object.hasOwn(attachments, id),
    withFiles: rules.files.direction === 'to-soar' || rules.files.direction === 'both',
  }
}
