import { type Command, isTicketCommand } from '../domain/command'
import { type NewId, sha256Hex } from '../domain/ids'
import type { Job } from '../domain/job'
import { canonicalJson, type Json } from '../domain/json'
import type { Link } from '../domain/link'

/**
 * The job for a planned command. Its op id is deterministic: connection, ticket, the state's version, the mapped
 * values and the base they were compared with, the command's kind and its target.
 */
export function jobOf(
  planned: { link: Link; command: Command | null; mappingVersion: string },
  { lane, newId, now }: { lane: string; newId: NewId; now: number },
): Job | null {
  const { link, command, mappingVersion } = planned
  if (command === null) return null
  const { connection, target } = addressOf(link, command)
  const { version } = link.snapshot
  const change = `${version.at}.${version.counter ?? 0} r${link.revision} ${canonicalJson(command as unknown as Json)}`
  return {
    id: newId(),
    opId: sha256Hex([link.sdiPrefix, link.ticketId, change, command.kind, target].join('\n')),
    lane,
    linkId: link.id,
    connection,
    target,
    kind: command.kind,
    command,
    state: 'waiting',
    fence: 0,
    tries: 0,
    nextAt: now,
    sentAt: null,
    unknownAt: null,
    reason: null,
    mappingVersion,
    createdAt: now,
    updatedAt: now,
  }
}

function addressOf(link: Link, command: Command): Pick<Job, 'connection' | 'target'> {
  const { connection, soarConnection } = link
  if (isTicketCommand(command)) return { connection, target: `${connection}/${link.ticketId}` }
  const { sourceDataIdentifier } = command
  const name = sourceDataIdentifier === '' && 'containerId' in command ? command.containerId : sourceDataIdentifier
  return { connection: soarConnection, target: `${soarConnection}/${name}` }
}
