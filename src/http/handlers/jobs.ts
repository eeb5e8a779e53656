import type { Job } from '../../domain/job'
import type { Caller } from '../../domain/role'
import { callerOf } from '../caller-of'
import type { Handlers } from '../contract'

export interface JobParts {
  replayJob(id: string, by: Caller): Promise<Job>
  discardJob(id: string, by: Caller): Promise<Job>
}

export function createJobHandlers(parts: JobParts): Pick<Handlers, 'replayJob' | 'discardJob'> {
  return {
    replayJob: async ({ path, caller }) => ({
      status: 200,
      body: view(await parts.replayJob(path.id, callerOf(caller))),
    }),
    discardJob: async ({ path, caller }) => ({
      status: 200,
      body: view(await parts.discardJob(path.id, callerOf(caller))),
    }),
  }
}

function view(job: Job) {
  return {
    id: job.id,
    lane: job.lane,
    linkId: job.linkId,
    connection: job.connection,
    kind: job.kind,
    state: job.state,
    tries: job.tries,
    reason: job.reason,
    nextAt: new Date(job.nextAt).toISOString(),
    createdAt: new Date(job.createdAt).toISOString(),
    updatedAt: new Date(job.updatedAt).toISOString(),
  }
}
