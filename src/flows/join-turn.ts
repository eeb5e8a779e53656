import type { Command } from '../domain/command'
import type { Job } from '../domain/job'
import type { Link } from '../domain/link'
import type { JobLedger, OperatorLedger } from '../outbox/outbox'
import type { Database } from '../store/database'
import type { Statement } from '../store/statement'
import type { JoiningInput } from './find-joining'
import type { Heard } from './hear-lane'
import type { LinkBooks } from './read-books'

export interface JoinTurnParts {
  db: Pick<Database, 'read'>
  ledger: Pick<JobLedger, 'supersede'> & Pick<OperatorLedger, 'discard'>
  newId(): string
  now(): number
}

export interface JoinTurnInput extends Omit<JoiningInput, 'heard'> {
  /** The link as it is stored; undefined where it is new. */
  known: Link | undefined
  heard: Heard
  openJobs: Job[]
  books: LinkBooks
}

/** The link in its place, and all that follows from a move; what it was where it stays. */
export interface JoinTurn extends Pick<JoinTurnInput, 'link' | 'heard' | 'openJobs' | 'books'> {
  commands: Command[]
  statements: Statement[]
}
