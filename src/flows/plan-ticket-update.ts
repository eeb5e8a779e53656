import type { UpdateTicket } from '../domain/command'
import type { Job } from '../domain/job'
import { canonicalJson, type Json, type JsonObject } from '../domain/json'
import type { Ticket } from '../domain/ticket'
import { isEmptyWish, mapToTicket } from '../mapping/container-to-ticket'
import { closingOf } from './closing-of'
import { decidedFor } from './decided-for'
import { judgeTexts } from './judge-fields'
import type { MergedFields } from './merge-fields'
import { withoutHeld } from './without-held'

export interface TicketUpdateInput {
  /** With the fields merged. */
  link: MergedFields['link']
  ticket: Ticket
  wanted: MergedFields['wanted']
  source: Parameters<typeof closingOf>[1] & { heldBack?: Parameters<typeof withoutHeld>[1] }
  openJobs: readonly Job[]
}

export interface TicketUpdatePlan {
  /** Waiting jobs that give way. */
  supersedes: Job[]
  command: UpdateTicket | null
  decisions: MergedFields['decisions']
}

/** What the ticket is asked for, so that at most one such job waits; null where its values say it already. */
export function planTicketUpdate(input: TicketUpdateInput): TicketUpdatePlan {
  const { link, ticket, wanted, source, openJobs } = input
  const waiting = openJobs.filter(
    ({ kind, state, sentAt }) => kind === 'update-ticket' && state === 'waiting' && sentAt === null,
  )
  const nothing: TicketUpdatePlan = { supersedes: waiting, command: null, decisions: [] }
  if (Object.keys(wanted).length === 0 || ticket.deleted) return nothing
  const free = withoutHeld(wanted, source.heldBack ?? {})
  const judged = judgeTexts({ link, wanted: free.wanted }, source)
  const { decisions: mapped, ...wish } = mapToTicket({
    wanted: judged.shown,
    ticket,
    rules: source.rules,
    ...closingOf({ link, wanted: free.wanted }, source),
  })
  const decisions = [...free.decisions, ...judged.decisions, ...mapped]
  if (isEmptyWish({ decisions, ...wish })) return { ...nothing, decisions }
  const command: UpdateTicket = {
    kind: 'update-ticket',
    ticket: { id: link.ticketId, ...(link.collection !== null && { collection: link.collection }) },
    ...wish,
    agreed: translatedOf(judged.shown, mapped),
    decidedFor: decidedFor(wish, link.snapshot),
  }
  const same = waiting.find(job => isSame(job.command, command))
  if (same === undefined) return { supersedes: waiting, command, decisions }
  return { supersedes: waiting.filter(job => job !== same), command: null, decisions }
}

/** What no rule has a word for is not agreed on: it stays different. */
function translatedOf(shown: MergedFields['wanted'], decisions: MergedFields['decisions']): JsonObject {
  const isTranslated = (name: string) =>
    decisions.some(({ field, rule }) => field === name && rule.startsWith(`toTicket.${name}`))
  return Object.fromEntries(Object.entries(shown).filter(([name]) => isTranslated(name)))
}

function isSame(a: Job['command'], b: UpdateTicket): boolean {
  return canonicalJson(a as unknown as Json) === canonicalJson(b as unknown as Json)
}
