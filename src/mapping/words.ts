import { closedStatuses } from './closed-statuses'
import type { Rules } from './rules'
import type { Choice } from './rules-basics'

/** A word of SOAR's vocabulary that the rules may produce, and where it stands (`jira.yaml:12 container.severity[0]`). */
export interface WordUse {
  word: string
  where: string
}

export interface Words {
  labels: WordUse[]
  severities: WordUse[]
  statuses: WordUse[]
}

/** What a container gets where no rule decides; SOAR's own defaults (facts/soar.md section 5). */
export const defaultSeverity = 'medium'
export const defaultStatus = 'new'

/** Every word a rule may produce, to be compared with what SOAR knows. The connection's own label is its configuration's. */
export function wordsOf(rules: Rules): Words {
  return {
    labels: wordsOfChain(rules, 'label', undefined),
    severities: [...wordsOfChain(rules, 'severity', defaultSeverity), ...wordsOfEnrichment(rules)],
    statuses: [...wordsOfChain(rules, 'status', defaultStatus), ...wordOfDeletion(rules)],
  }
}

function wordOfDeletion(rules: Rules): WordUse[] {
  if (rules.deleted !== 'close') return []
  return [{ word: closedStatuses(rules)[0], where: `${rules.source} deleted` }]
}

function wordsOfEnrichment({ enrichment, source }: Rules): WordUse[] {
  return Object.entries(enrichment.severity).map(([finding, word]) => ({
    word,
    where: `${source} enrichment.severity.${finding}`,
  }))
}

function wordsOfChain(rules: Rules, field: 'label' | 'severity' | 'status', fallback: string | undefined): WordUse[] {
  const chain: readonly Choice[] = rules.container[field]
  const uses = chain.map((rule, index) => {
    const path = `container.${field}[${index}]`
    return { word: rule.use, where: `${rules.source}:${rules.lines[path] ?? 1} ${path}` }
  })
  const mayFallThrough = chain.every(rule => rule.when !== undefined)
  if (mayFallThrough && fallback !== undefined)
    uses.push({ word: fallback, where: `built-in default of container.${field}` })
  return uses
}
