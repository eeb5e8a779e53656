import type { Command } from 'commander'
import type { Clock } from '../domain/clock'
import { createCommand, jsonOption, wholeNumber } from './arguments'
import { followBackfill } from './follow-backfill'
import { exitCodes, ToldFailure } from './run-program'
import type { Screen } from './screen'
import { readSince } from './since'
import { printable } from './table'

/** What a running server says of a backfill. */
export interface BackfillAnswer {
  id: string
  connection: string
  state: 'running' | 'done' | 'failed'
  reason: string | null
  total: number | null
  read: number
  entered: number
  failed: number
  firstFailure: { ticket: string; reason: string } | null
}

/** Backfills of a running server. Raises `BridgeError`. */
export interface BackfillDesk {
  start(wish: { connection: string; since: string; query?: string; limit?: number }): Promise<BackfillAnswer>
  read(id: string): Promise<BackfillAnswer>
  pause(ms: number): Promise<void>
}

export interface BackfillCommandParts {
  screen: Screen
  clock: Clock
  /** Raises `misconfigured` where no server is named. */
  openBackfills(): Promise<BackfillDesk>
}

interface Options {
  since: number
  query?: string
  limit?: number
  json: boolean
}

/** `soarbridge backfill`: has a running server read a history, and follows it to its end. */
export function createBackfillCommand(parts: BackfillCommandParts): Command {
  const { screen, clock, openBackfills } = parts
  return createCommand('backfill', {
    summary: 'read the history of a ticketing system into SOAR',
    example: "soarbridge backfill jira --since 30d --query 'project = SEC'",
  })
    .argument('<connection>', 'the ticket connection')
    .requiredOption('--since <when>', 'tickets changed since: 30d, 2026-10-01, 2026-10-01T08:00Z', readSince(clock))
    .option('--query <condition>', 'only tickets that it finds too, in the words of their system')
    .option('--limit <n>', 'so many at most, oldest change first', wholeNumber({ min: 1, max: 10_000_000 }))
    .addOption(jsonOption())
    .action(async (connection: string, { since, json, ...rest }: Options) => {
      const desk = await openBackfills()
      const started = await desk.start({ connection, since: new Date(since).toISOString(), ...rest })
      const end = await followBackfill({ screen: json ? silent(screen) : screen, clock, desk }, started)
      screen.say(json ? JSON.stringify(end) : summarize(end))
      if (end.state === 'failed') screen.note(`error: ${printable(end.reason ?? '')}`)
      if (end.firstFailure !== null && !json) screen.note(explain(end.firstFailure))
      if (end.state === 'failed' || end.failed > 0) throw new ToldFailure(exitCodes.failed)
    })
}

function silent(screen: Screen): Screen {
  return { ...screen, note: () => {}, isTerminal: false }
}

function summarize({ connection, state, read, entered, failed }: BackfillAnswer): string {
  return printable(`${connection}: ${state}, ${read} tickets read, ${entered} of them new or changed, ${failed} failed`)
}

function explain({ ticket, reason }: { ticket: string; reason: string }): string {
  return printable(`the first that failed is ${ticket}: ${reason}`)
}
