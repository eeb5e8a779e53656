import type { Command, LeaveContainer } from '../domain/command'
import type { Job } from '../domain/job'
import type { Link } from '../domain/link'
import { markerOf } from '../domain/marker'
import { containerSdiOf } from '../mapping/source-data-identifier'
import type { Database } from '../store/database'
import { sharersOf } from './find-joining'
import { leftTag } from './join-container'
import type { JoinTurnInput } from './join-turn'

/** What waited for the old container and is told nowhere else, then a note in it of where the ticket went. */
export async function leaveCommands(
  read: Database['read'],
  input: JoinTurnInput,
  { link, jobs }: { link: Link; jobs: readonly Job[] },
): Promise<Command[]> {
  return [...runsAgain(jobs, link), ...(await leave(read, input, link))]
}

/** Playbooks that were not started yet. */
function runsAgain(jobs: readonly Job[], link: Link): Command[] {
  const sourceDataIdentifier = containerSdiOf(link)
  return jobs.flatMap(({ command, state }) =>
    command.kind === 'run-playbook' && state === 'waiting'
      ? [{ ...command, containerId: link.containerId ?? '', sourceDataIdentifier }]
      : [],
  )
}

async function leave(
  read: Database['read'],
  { source, link: before }: Pick<JoinTurnInput, 'source' | 'link'>,
  link: Link,
): Promise<LeaveContainer[]> {
  const { containerId, state } = before
  if (containerId === null || state === 'container-gone') return []
  const isShared = (await sharersOf(read, before)).length > 0
  const key = link.ticketKey ?? link.ticketId
  const next = link.containerId
  const url = next === null ? '' : (source.containerUrl?.(next) ?? '')
  return [
    {
      kind: 'leave-container',
      containerId,
      sourceDataIdentifier: containerSdiOf(before),
      marker: markerOf(before.sdiPrefix, before.ticketId, 'left', containerId, next ?? 'own', String(link.revision)),
      title: `${key} left this container`,
      text:
        next === null ? `${key} gets a container of its own.` : `${key} was joined to container ${next}. ${url}`.trim(),
      tag: isShared || next === null ? null : leftTag,
    },
  ]
}
