import type { Command, CommandKind } from './command'

/** Kinds of commands, as jobs and metrics name them. */
export const commandKinds = [
  'create-container',
  'update-container',
  'add-enrichment',
  'add-attachment',
  'upsert-status-comment',
  'add-work-note',
  'insert-result-record',
  'upsert-note',
  'run-playbook',
  'leave-container',
  'update-ticket',
  'upsert-comment',
  'attach-file',
  'put-remote-link',
] as const satisfies readonly CommandKind[]

export const jobStates = ['waiting', 'sending', 'unknown', 'confirmed', 'superseded', 'dead', 'discarded'] as const
export type JobState = (typeof jobStates)[number]

/** States that still ask for work, or hold work back. */
export const openJobStates = ['waiting', 'sending', 'unknown', 'dead'] as const satisfies readonly JobState[]

/** Every legal step; nothing else is ever written. */
export const jobTransitions: Record<JobState, readonly JobState[]> = {
  waiting: ['sending', 'superseded', 'dead', 'confirmed'],
  sending: ['confirmed', 'waiting', 'dead', 'unknown'],
  unknown: ['confirmed', 'waiting', 'dead'],
  dead: ['waiting', 'discarded', 'superseded'],
  confirmed: [],
  superseded: [],
  discarded: [],
}

/** A stored command. */
export interface Job {
  id: string
  /** Deterministic: the same thing asked twice is one job. */
  opId: string
  lane: string
  linkId: string
  /** The connection it goes to: of SOAR, or of the ticketing system. */
  connection: string
  /** What it writes to, for the target's lock: a container, or the ticket. */
  target: string
  kind: CommandKind
  command: Command
  state: JobState
  /** The lane's fence under which it was last sent. */
  fence: number
  /** Tries spent; only the job's own failures count. */
  tries: number
  nextAt: number
  /** When the last byte may have left, for the settle time. */
  sentAt: number | null
  /** When its fate first became unknown; kept after it was settled, for the late sweep. */
  unknownAt: number | null
  reason: string | null
  mappingVersion: string
  createdAt: number
  updatedAt: number
}
