import { policyOf } from '../mapping/field-policy'
import { createJudge, type JudgeInput } from './judge-for-ticket'
import type { MergedFields } from './merge-fields'

/** Why it was closed goes with the status that closes, where the rules let it out and its readers may see it. */
export function closingOf({ link, wanted }: Pick<MergedFields, 'link' | 'wanted'>, source: JudgeInput['source']) {
  if (wanted.status === undefined) return {}
  const { container, containerId } = link
  const told = container.fields.closeReason?.value
  const { audience, direction } = policyOf(source.rules, 'closeReason')
  const isTold = typeof told === 'string' && direction === 'to-ticket'
  const isShown = isTold && createJudge({ source, link, audience })(told).verdict === 'allow'
  const reason = isShown ? told : null
  const notes = `Closed in Splunk SOAR (container ${containerId ?? 'unknown'})`
  return { closing: { reason, notes } }
}
