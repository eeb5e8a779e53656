import type { Ticket } from '../domain/ticket'
import { holds } from './condition'
import type { Choice } from './rules-basics'

/** The first rule of a chain that holds decides; undefined where none does. */
export function choose<Word extends string>(
  chain: readonly Choice<Word>[],
  ticket: Ticket,
): { word: Word; index: number } | undefined {
  const index = chain.findIndex(rule => rule.when === undefined || holds(rule.when, ticket))
  const rule = chain[index]
  return rule === undefined ? undefined : { word: rule.use, index }
}
