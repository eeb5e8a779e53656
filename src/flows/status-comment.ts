import type { TicketAddress, TicketCommand, UpsertStatusComment } from '../domain/command'
import type { Job } from '../domain/job'
import type { Link } from '../domain/link'
import { markerOf } from '../domain/marker'
import { statusText } from '../mapping/result-note'
import { createJudge, type JudgeInput } from './judge-for-ticket'
import type { LinkSource } from './ticket-source'

/** Jira's one comment: what engines found, then what goes on in SOAR, judged by then; none where there is nothing to tell. */
export function statusCommentOf(
  source: JudgeInput['source'] & Pick<LinkSource, 'results'>,
  link: Link,
): UpsertStatusComment[] {
  const found = source.results === 'none' ? null : foundText(source, link)
  const parts = [found, link.container.activity ?? null].filter(part => part !== null)
  if (parts.length === 0) return []
  return [
    {
      kind: 'upsert-status-comment',
      ticket: { id: link.ticketId },
      marker: markerOf(link.sdiPrefix, link.ticketId, 'status'),
      commentId: null,
      text: parts.join('\n\n'),
    },
  ]
}

/** Each finding by itself, so that one that is secret keeps no other back. */
function foundText(source: JudgeInput['source'], link: Link): string | null {
  const judge = createJudge({ source, link, audience: 'internal' })
  const redacted: string[] = []
  const isShown = ({ marking, engine }: { marking?: string; engine: string }, about: string): boolean => {
    const judged = judge([marking === undefined ? '' : `TLP:${marking}`, about, engine].join('\n'))
    if (judged.verdict === 'redact') redacted.push(judged.text)
    return judged.verdict === 'allow'
  }
  const { latest, silent = [], gravest } = link.findings
  const shown = statusText({
    gravest,
    latest: latest.filter(one => isShown(one, one.observable)),
    silent: silent.filter(one => isShown(one, one.about)),
  })
  return shown ?? redacted[0] ?? null
}

export function ticketAddress({ ticketId, collection }: Link): TicketAddress {
  return { id: ticketId, ...(collection !== null && { collection }) }
}

/** A comment that was never sent gives way to one that tells more. */
export function overtakenComments(openJobs: readonly Job[], told: readonly TicketCommand[]): Job[] {
  if (!told.some(({ kind }) => kind === 'upsert-status-comment')) return []
  return openJobs.filter(
    ({ kind, state, sentAt }) => kind === 'upsert-status-comment' && state === 'waiting' && sentAt === null,
  )
}
