import type { Command, UpdateContainer, UpdateTicket } from '../domain/command'
import type { ContainerStateChange } from '../domain/container-change'
import { canonicalJson, type Json } from '../domain/json'
import type { Link } from '../domain/link'
import { compareVersions } from '../domain/merge-changes'
import type { TicketStateChange } from '../domain/ticket'
import { BridgeError } from '../errors'
import { isSameValue } from '../mapping/same-value'
import { decidedFor, fieldsOf } from './decided-for'
import { type SharedField, sharedFields } from './expected-sides'

/** What a target holds now. */
export type Found = ContainerStateChange | TicketStateChange

/**
 * Raises `conflict`, code `changed-meanwhile`, where somebody changed a field that the command is about and nobody told us
 * yet, or told us after it was decided: written over, that change would be lost.
 */
export function compareTarget({ command, link }: { command: Command; link: Link }, found: Found): void {
  const isOvertaken =
    found.kind === 'container-state'
      ? command.kind === 'update-container' && isContainerOvertaken(command, found)
      : command.kind === 'update-ticket' && isTicketOvertaken(command, link, found)
  if (isOvertaken) {
    throw new BridgeError('conflict', 'Somebody changed it meanwhile; it is decided anew', {
      code: 'changed-meanwhile',
    })
  }
}

function isContainerOvertaken({ expects = {}, set }: UpdateContainer, { state }: ContainerStateChange): boolean {
  const wanted: Partial<Record<SharedField, Json>> = set
  const expected: Partial<Record<SharedField, Json>> = expects
  return sharedFields.some(field => {
    const [before, after] = [expected[field], wanted[field]]
    if (before === undefined || after === undefined) return false
    return !isSameValue(field, state[field], before) && !isSameValue(field, state[field], after)
  })
}

/**
 * One that was sent before waits with what was decided then, whatever was heard since. Of what was found, only what is
 * newer than all we heard of the ticket can be news; else two forms of one text would never agree.
 */
function isTicketOvertaken(command: UpdateTicket, { snapshot }: Link, found: TicketStateChange): boolean {
  if (command.decidedFor !== undefined && command.decidedFor !== decidedFor(command, snapshot)) return true
  if (compareVersions(found.version, snapshot.version) <= 0) return false
  return fieldsOf(command).some(name => {
    const now = found.fields[name]
    return now !== undefined && canonicalJson(now) !== canonicalJson(snapshot.fields[name]?.value ?? null)
  })
}
