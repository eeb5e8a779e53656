import type { JsonObject } from '../../../domain/json'
import { isBridgeError } from '../../../errors'
import type { Outcome } from '../answer'
import { unclearAnswer, type WriteCall } from '../call'
import { checkId } from '../query'

const path = '/rest/playbook_run'

/** A run as asked for (soar.md section 8). */
export interface RunAsked {
  /** Id, or `repository/name`. */
  playbook: string
  containerId: string
  /** Which artifacts: all, those that no earlier run had, or these ids. Default `new`; it is always sent. */
  scope?: 'all' | 'new' | readonly string[]
  /** For playbooks that take inputs. An object goes as it is; where a SOAR wants its JSON text, hand in the text. */
  inputs?: JsonObject | string
}

/** `refused` has SOAR's own words, which may repeat what was asked: they are for whoever asked, not for a log. */
export type Started = { status: 'started'; id: string } | { status: 'refused'; message: string }

/**
 * POST /rest/playbook_run. `started` means queued: the run may still fail at once, which following it tells. Raises
 * `unavailable`, code `unclear-answer`, where the answer proves nothing.
 */
export function startRun(call: WriteCall, asked: RunAsked): Promise<Started> {
  const { playbook, containerId, scope = 'new', inputs } = asked
  const body: JsonObject = {
    playbook_id: /^\d+$/.test(playbook) ? Number(checkId(playbook)) : playbook,
    container_id: Number(checkId(containerId)),
    scope: typeof scope === 'string' ? scope : scope.map(id => Number(checkId(id))),
    run: true,
    ...(inputs !== undefined && { inputs }),
  }
  return readStarted(path, () => call.post(path, body))
}

/** Reads the answer of a queue; an unknown playbook, container or app is a refusal too. */
export async function readStarted(address: string, post: () => Promise<Outcome>): Promise<Started> {
  try {
    const outcome = await post()
    if (outcome.status === 'done') return { status: 'started', id: outcome.id }
    if (outcome.status === 'refused') return { status: 'refused', message: outcome.message }
  } catch (error) {
    if (isBridgeError(error) && error.code === 'not-found')
      return { status: 'refused', message: 'SOAR knows no such playbook' }
    throw error
  }
  throw unclearAnswer(address)
}
