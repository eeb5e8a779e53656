import type { SoarCommand } from '../../domain/command'
import { isBridgeError, withEffect } from '../../errors'
import type { Applied } from '../connector'
import { applyCreate, type Try } from './apply-create'
import { applyUpdate } from './apply-update'
import { containerGone } from './plan-update'

/** Carries out one command. A failure after a write that went through says `effect: 'unknown'`: part of it is there. */
export async function applyCommand(command: SoarCommand, at: Try): Promise<Applied> {
  try {
    return command.kind === 'create-container' ? await applyCreate(command, at) : await applyUpdate(command, at)
  } catch (error) {
    if (!isBridgeError(error)) throw error
    const failure = command.kind === 'update-container' && error.code === 'not-found' ? containerGone() : error
    throw at.call.hasWritten() ? withEffect(failure, 'unknown') : failure
  }
}
