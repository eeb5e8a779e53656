import type { SoarCommand } from '../../domain/command'
import { isBridgeError, withEffect } from '../../errors'
import type { Applied } from '../connector'
import { applyAttachment } from './apply-attachment'
import { applyCreate, type Try } from './apply-create'
import { applyLeave } from './apply-leave'
import { applyNote } from './apply-note'
import { applyPlaybook } from './apply-playbook'
import { applyUpdate } from './apply-update'
import { containerGone, updateOf } from './plan-update'

/** Carries out one command. A failure after a write that went through says `effect: 'unknown'`: part of it is there. */
export async function applyCommand(command: SoarCommand, at: Try): Promise<Applied> {
  try {
    if (command.kind === 'create-container') return await applyCreate(command, at)
    if (command.kind === 'update-container') return await applyUpdate(command, at)
    if (command.kind === 'add-attachment') return await applyAttachment(command, at)
    if (command.kind === 'upsert-note') return await applyNote(command, at.call)
    if (command.kind === 'leave-container') return await applyLeave(command, at.call)
    if (command.kind === 'run-playbook') return await applyPlaybook(command, at)
    // A result may be planned twice for one container: it is looked for on its first try too.
    return await applyUpdate(updateOf(command), { ...at, isRepeat: true })
  } catch (error) {
    if (!isBridgeError(error)) throw error
    const failure = command.kind !== 'create-container' && error.code === 'not-found' ? containerGone() : error
    throw at.call.hasWritten() ? withEffect(failure, 'unknown') : failure
  }
}
