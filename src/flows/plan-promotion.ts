import { markerOf } from '../domain/marker'
import { promotionText } from '../mapping/activity-text'
import { createJudge } from './judge-for-ticket'
import type { ActivityInput, ActivityPlan } from './plan-activity'
import type { TalkInput } from './plan-talk'
import { ticketAddress } from './status-comment'

/**
 * A container that became a case, for a ticket that shows no link to it: told once. Jira's link says it in its title. A
 * container that was a case when the bridge first saw it became none. Pure.
 */
export function planPromotion(
  input: Pick<ActivityInput, 'source' | 'link' | 'before'> & Pick<TalkInput, 'twins'>,
): Pick<ActivityPlan, 'commands' | 'decisions'> {
  const { source, link, before, twins } = input
  const isNews = before.isCase === false && link.container.isCase === true
  const isAsked = source.rules.results.promotion && source.connector.system !== 'jira'
  const marker = markerOf(link.sdiPrefix, link.ticketId, 'promotion', link.containerId ?? '')
  if (!isNews || !isAsked || twins.some(({ ticketSide }) => ticketSide === marker))
    return { commands: [], decisions: [] }
  const judged = createJudge({ source, link, audience: 'internal' })(promotionText)
  const decisions = judged.verdict === 'allow' ? [] : [{ field: 'promotion', rule: judged.reason }]
  if (judged.verdict === 'hold') return { commands: [], decisions }
  const note = { kind: 'add-work-note', ticket: ticketAddress(link), marker, text: judged.text } as const
  return { commands: [note], decisions }
}
