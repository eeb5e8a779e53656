import { judgeText } from '../mapping/audience'
import { policyOf } from '../mapping/field-policy'
import type { Rules } from '../mapping/rules'
import { sensitivityOf } from './hear-container'
import type { MergedFields } from './merge-fields'

/** Texts that people wrote in SOAR stay there unless the field's readers may see them as they are. */
export function judgeTexts(
  { link, wanted }: Pick<MergedFields, 'link' | 'wanted'>,
  rules: Rules,
): { shown: MergedFields['wanted']; decisions: MergedFields['decisions'] } {
  const shown = { ...wanted }
  const decisions: MergedFields['decisions'] = []
  for (const field of ['name', 'description'] as const) {
    const text = wanted[field]
    if (typeof text !== 'string') continue
    const { audience } = policyOf(rules, field)
    const judged = judgeText(text, { markings: [], sensitivity: sensitivityOf(link), audience, rules })
    if (judged.verdict === 'allow') continue
    delete shown[field]
    decisions.push({ field, rule: judged.reason })
  }
  return { shown, decisions }
}
