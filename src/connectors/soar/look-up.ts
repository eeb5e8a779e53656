import type { SoarCommand } from '../../domain/command'
import type { LookedUp } from '../connector'
import { lookUpAttachment } from './apply-attachment'
import { lookUpLeave } from './apply-leave'
import { lookUpNote } from './apply-note'
import { lookUpPlaybook } from './apply-playbook'
import { type LookingTry, lookUpCreate, lookUpUpdate } from './look-up-container'
import { updateOf } from './plan-update'

/** Whether all of a command is in SOAR. Reads only; a failed read raises, since it says nothing about absence. */
export function lookUpCommand(command: SoarCommand, at: LookingTry): Promise<LookedUp> {
  if (command.kind === 'create-container') return lookUpCreate(command, at)
  if (command.kind === 'add-attachment') return lookUpAttachment(command, at.call)
  if (command.kind === 'upsert-note') return lookUpNote(command, at.call)
  if (command.kind === 'leave-container') return lookUpLeave(command, at.call)
  if (command.kind === 'run-playbook') return lookUpPlaybook(command, at)
  return lookUpUpdate(updateOf(command), at)
}
