import { isTicketCommand } from '../domain/command'
import type { Job } from '../domain/job'
import { isDeleted } from '../domain/merge-changes'
import type { Decided } from './decide'
import type { More } from './plan-more'

/** A ticket that is gone is told nothing more, and what waits to be told it gives way: it could only be refused. Pure. */
export function spareDeleted(more: More, decided: Decided, openJobs: readonly Job[]): More {
  if (!isDeleted(more.link.snapshot)) return more
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
