import type { ToldResult } from '../mapping/read-result'
import type { Decision } from '../mapping/ticket-to-container'
import { createJudge, type JudgeInput } from './judge-for-ticket'
import type { LinkSource } from './ticket-source'

export interface ResultsToJudge extends Pick<JudgeInput, 'link'> {
  source: JudgeInput['source'] & Pick<LinkSource, 'results'>
  results: readonly ToldResult[]
}

/** Each by all that it says, for people who work on the ticket. */
export function judgeResults({ source, link, results }: ResultsToJudge) {
  const judge = createJudge({ source, link, audience: 'internal' })
  return results.map(result => ({ result, ...judge(Object.values(result.record).join('\n')) }))
}

/** Why results are not told as they are, for the timeline; nothing of their text. */
export function withheldResults(asked: ResultsToJudge): Decision[] {
  if (asked.source.results === 'none') return []
  return judgeResults(asked)
    .filter(({ verdict }) => verdict !== 'allow')
    .map(({ result, reason }) => ({ field: `result:${result.id}`, rule: reason }))
}
