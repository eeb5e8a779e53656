import type { RunPlaybook } from '../../domain/command'
import { BridgeError } from '../../errors'
import type { Applied, LookedUp } from '../connector'
import type { Try } from './apply-create'
import { listRuns, type PlaybookRun } from './automation/playbook-runs'
import { findPlaybook } from './automation/playbooks'
import { startRun } from './automation/start-run'
import type { ReadCall } from './call'
import { readOwnContainer } from './plan-update'

/** SOAR's clock and ours agree within this; a run that is older by so much may be an earlier one. */
const agreedMs = 10_000
/** They never differ by more. */
const mostSkewMs = 300_000

/**
 * Starts a playbook at most once: SOAR has no mark for a run, so after an earlier try the runs of this playbook on the
 * container tell whether it started. Raises `rejected` with code `playbook-fate-unknown` where they do not, `run-refused`
 * or `playbook-unknown`, `container-gone`, `container-mismatch`.
 */
export async function applyPlaybook(
  command: RunPlaybook,
  { call, isRepeat, sentAt }: Pick<Try, 'call' | 'isRepeat' | 'sentAt'>,
): Promise<Applied> {
  await readOwnContainer(call, command)
  if (isRepeat) {
    const fate = await findFate(command, call, sentAt)
    if (fate.status === 'started') return appliedOf(command, fate.id)
    if (fate.status === 'unclear') {
      const says = 'nobody can tell whether the playbook was started: look at its runs in SOAR'
      throw new BridgeError('rejected', says, { code: 'playbook-fate-unknown' })
    }
  }
  const { playbook, containerId, scope } = command
  const started = await startRun(call, { playbook, containerId, scope })
  if (started.status === 'started') return appliedOf(command, started.id)
  throw new BridgeError('rejected', 'SOAR does not start the playbook; its words are in the timeline', {
    code: 'run-refused',
  })
}

/** What is unclear is not found: the next try decides, and leaves it to a person. */
export async function lookUpPlaybook(
  command: RunPlaybook,
  { call, sentAt }: { call: ReadCall } & Pick<Try, 'sentAt'>,
): Promise<LookedUp> {
  const fate = await findFate(command, call, sentAt)
  if (fate.status === 'started') return { status: 'found', applied: appliedOf(command, fate.id) }
  return { status: 'missing', what: fate.status === 'unclear' ? 'one run that is ours beyond doubt' : 'the run' }
}

type Fate = { status: 'started'; id: string } | { status: 'absent' } | { status: 'unclear' }

/** One run since the try is the run of the try; several, or one from about that time, may be anybody's. */
async function findFate(command: RunPlaybook, call: ReadCall, sentAt: number | undefined): Promise<Fate> {
  const found = await findPlaybook(call, command.playbook)
  if (found.status !== 'found') return { status: found.status === 'missing' ? 'absent' : 'unclear' }
  const runs = await listRuns(call, { containerId: command.containerId })
  const since = (at: number) => (run: PlaybookRun) => run.startedAt === null || run.startedAt >= at
  const recent = runs
    .filter(({ playbookId }) => playbookId === found.playbook.id)
    .filter(since((sentAt ?? Number.NEGATIVE_INFINITY) - mostSkewMs))
  const [run, ...others] = recent
  if (run === undefined) return { status: 'absent' }
  const isOurs = sentAt !== undefined && run.startedAt !== null && run.startedAt >= sentAt - agreedMs
  return isOurs && others.length === 0 ? { status: 'started', id: run.id } : { status: 'unclear' }
}

function appliedOf({ containerId }: RunPlaybook, runId: string): Applied {
  return { containerId, artifacts: [], refused: [], notes: [], runId }
}
