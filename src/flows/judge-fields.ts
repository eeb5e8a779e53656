import { policyOf } from '../mapping/field-policy'
import { createJudge, type JudgeInput } from './judge-for-ticket'
import type { MergedFields } from './merge-fields'

/** Texts that people wrote in SOAR stay there unless the field's readers may see them as they are. */
export function judgeTexts(
  { link, wanted }: Pick<MergedFields, 'link' | 'wanted'>,
  source: JudgeInput['source'],
): { shown: MergedFields['wanted']; decisions: MergedFields['decisions'] } {
  const shown = { ...wanted }
  const decisions: MergedFields['decisions'] = []
  for (const field of ['name', 'description', 'tags'] as const) {
    const value = wanted[field]
    if (value === undefined || value === null) continue
    const { audience } = policyOf(source.rules, field)
    const judged = createJudge({ source, link, audience })(Array.isArray(value) ? value.join('\n') : String(value))
    if (judged.verdict === 'allow') continue
    delete shown[field]
    decisions.push({ field, rule: judged.reason })
  }
  return { shown, decisions }
}
