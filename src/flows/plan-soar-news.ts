import type { TicketCommand } from '../domain/command'
import { type ActivityInput, type ActivityPlan, planActivity } from './plan-activity'
import { planFiles } from './plan-files'
import { planPromotion } from './plan-promotion'
import { planRemoteLink } from './plan-remote-link'
import type { TalkInput } from './plan-talk'

export interface SoarNewsPlan extends Omit<ActivityPlan, 'commands'> {
  commands: TicketCommand[]
}

/** What SOAR did, beside what was said there: its files, what runs and waits, and how the container stands. Pure. */
export function planSoarNews(input: ActivityInput & Pick<TalkInput, 'twins'>): SoarNewsPlan {
  const files = planFiles(
    input,
    input.changes.filter(change => change.kind === 'file'),
  )
  const { link, commands, supersedes, decisions } = planActivity(input)
  const promotion = planPromotion(input)
  const remoteLinks = planRemoteLink(input.source, link, input.before)
  return {
    link,
    supersedes,
    commands: [...files.commands, ...commands, ...promotion.commands, ...remoteLinks],
    decisions: [...files.decisions, ...decisions, ...promotion.decisions],
  }
}
