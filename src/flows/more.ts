import { type Command, isTicketCommand } from '../domain/command'
import type { Job } from '../domain/job'
import { isTicketDeleted } from '../domain/link'
import type { Decided } from './decide'

/** What is asked for beside the fields. */
export interface More extends Pick<Decided, 'link' | 'supersedes' | 'decisions'> {
  commands: Command[]
}

/** A ticket that is gone is told nothing more, and what waits to be told it gives way: it could only be refused. Pure. */
export function spareDeleted(more: More, decided: Decided, openJobs: readonly Job[]): More {
  if (!isTicketDeleted(more.link)) return more
  const giveWay = [...decided.supersedes, ...more.supersedes]
  const unsent = openJobs.filter(
    job => job.state === 'waiting' && job.sentAt === null && isTicketCommand(job.command) && !giveWay.includes(job),
  )
  return {
    ...more,
    commands: more.commands.filter(command => !isTicketCommand(command)),
    supersedes: [...more.supersedes, ...unsent],
  }
}
