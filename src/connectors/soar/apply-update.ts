import type { Applied } from '../connector'
import type { Try } from './apply-create'
import { sendArtifacts } from './artifacts'
import { type SettledArtifacts, settle } from './complete-artifacts'
import { updateContainer } from './containers'
import { planUpdate, type WantedUpdate } from './plan-update'

/** One GET and at most two writes: the fields that differ, and one array of artifacts with the trigger last. */
export async function applyUpdate(command: WantedUpdate, at: Try): Promise<Applied> {
  const { containerId } = command
  const { changed, missing, present, notes } = await planUpdate(command, { ...at, mustLook: at.isRepeat })
  if (Object.keys(changed).length > 0) await updateContainer(at.call, containerId, changed)
  const settled: SettledArtifacts = { artifacts: present, refused: [] }
  if (missing.length > 0) {
    const bodies = missing.map(({ body }) => body)
    const outcomes = await sendArtifacts(at.call, containerId, bodies)
    for (const [index, { artifact }] of missing.entries()) {
      settle(settled, artifact, outcomes[index] ?? { status: 'unclear' })
    }
  }
  return { containerId, ...settled, notes }
}
