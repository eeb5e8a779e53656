import type { Clock } from '../../domain/clock'
import { countDeliveries } from './deliveries'
import { gatherEvidence } from './evidence'
import type { Narrator } from './narrator'
import type { Stage } from './stage'
import { tellStory } from './story'
import { type Tally, tally } from './tally'

export interface Play {
  stage: Stage
  clock: Clock
  narrator: Narrator
  endSignal: Promise<string>
  isOnce: boolean
}

/** Tells the story and sums it up; null where somebody ended it in the middle. */
export async function play({ stage, clock, narrator, endSignal, isOnce }: Play): Promise<Tally | null> {
  narrator.open(stage)
  const story = tellStory({
    stage,
    clock,
    tellChapter: narrator.chapter,
    tellAct: narrator.act,
    tellNews: narrator.news,
  })
  const expected = await Promise.race([story, endSignal.then(() => null)])
  if (expected === null) return null
  const outcome = tally(await gatherEvidence(stage), expected)
  narrator.sumUp(outcome, await countDeliveries(stage))
  if (!isOnce) {
    narrator.showWhereToLook(stage, outcome)
    await endSignal
  }
  return outcome
}
