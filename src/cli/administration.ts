import type { Job } from '../domain/job'
import type { PageAsked } from '../domain/page'
import type { JoinWish } from '../flows/join-links'
import type { Reads } from '../flows/read'
import type { ReconcileAsked, ReconcilePage } from '../flows/reconcile'
import type { FieldSettlement } from '../flows/settle-field'

/**
 * What the commands look at and act on, wherever it lies: behind the API of a running server, or in a database that
 * nobody holds. Raises `BridgeError`.
 */
export interface Administration extends Reads {
  /** Sends a dead job again; raises `not-found`, or `conflict` where it is not dead. */
  replayJob(id: string): Promise<JobAnswer>
  /** Gives a dead job up. */
  discardJob(id: string): Promise<JobAnswer>
  /** Decides a field that is held; raises `not-found`, or `conflict` where it is not held. */
  settleField(settlement: FieldSettlement): Promise<unknown>
  /** Joins a ticket to another container; raises `not-found`, or `conflict` where it may not go there. */
  joinLink(wish: JoinWish): Promise<unknown>
  /** Takes it out again; raises `not-found`, or `conflict` where it was never joined. */
  partLink(linkId: string): Promise<unknown>
  /** Reads one page of pairs on both sides; raises `not-found` where there is no such link or connection. */
  reconcile(asked: ReconcileAsked, page: PageAsked): Promise<ReconcilePage>
  /** A server is there, which does what was asked for; else its next start does. */
  readonly isServed: boolean
  close(): Promise<void>
}

export type JobAnswer = Pick<Job, 'id' | 'kind' | 'lane' | 'state'>

/** Opens whichever there is: the API where its address and key are given, else the database of the configuration. */
export type OpenAdministration = (configFile: string) => Promise<Administration>

/** Closes it whatever happens. */
export async function withAdministration<Result>(
  open: () => Promise<Administration>,
  task: (administration: Administration) => Promise<Result>,
): Promise<Result> {
  const administration = await open()
  try {
    return await task(administration)
  } finally {
    await administration.close()
  }
}
