import type { Sensitivity } from '../domain/container'
import type { Json } from '../domain/json'
import type { Link } from '../domain/link'
import type { Judged } from '../mapping/audience'
import { textIn } from '../mapping/text-in'
import { createJudgeOf, type JudgeInput } from './judge-for-ticket'

/**
 * Judges what a shared container holds at home, all strings of it together, for those who read it in the other SOAR: by
 * its own markings, the container's, and the container's sensitivity at home.
 */
export function createCopyJudge({ source, link }: Omit<JudgeInput, 'audience'>): (content: object | string) => Judged {
  const { audience } = source.rules.sharing
  const judge = createJudgeOf({ source, link, audience }, homeSensitivityOf(link))
  return content => judge(textIn(content as Json))
}

/** Why a container is not for the other SOAR as the rules would make it there; null where it is, and for every ticket. */
export function refuseCopy(input: Omit<JudgeInput, 'audience'>, desired: object): string | null {
  // Tickets are told to SOAR as they are.
  if (input.source.connector.system !== 'soar') return null
  const judged = createCopyJudge(input)(desired)
  return judged.verdict === 'allow' ? null : `sharing.audience: ${judged.reason}`
}

function homeSensitivityOf({ snapshot }: Link): Sensitivity | null {
  return (snapshot.fields.sensitivity?.value ?? null) as Sensitivity | null
}
