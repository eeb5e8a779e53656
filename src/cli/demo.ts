import type { Command } from 'commander'
import { createCommand } from './arguments'
import { createNarrator } from './demo/narrator'
import type { BridgeParts } from './demo/open-bridge'
import { untilEndSignal } from './end-signal'
import { exitCodes, ToldFailure } from './run-program'
import type { Screen } from './screen'

export interface DemoParts extends Omit<BridgeParts, 'writeLogLine'> {
  screen: Screen
}

/** `soarbridge demo`: the whole product in a minute, with nothing to configure. */
export function createDemoCommand(parts: DemoParts): Command {
  return createCommand('demo', {
    summary: 'show it all with made-up tickets and stand-ins for the three systems',
    example: 'soarbridge demo\nsoarbridge demo --once   # ends by itself; the last line is one JSON object',
  })
    .option('--once', 'end by itself', false)
    .action(({ once }: { once: boolean }) => playDemo(parts, once))
}

async function playDemo(parts: DemoParts, isOnce: boolean): Promise<void> {
  const { screen, clock } = parts
  const { openStage } = await import('./demo/stage.js')
  const { play } = await import('./demo/play.js')
  const narrator = createNarrator(screen)
  const endSignal = untilEndSignal(clock)
  const stage = await openStage({ ...parts, writeLogLine: narrator.logLine })
  const outcome = await play({ stage, clock, narrator, endSignal, isOnce }).finally(stage.close)
  if (outcome === null) throw new ToldFailure(exitCodes.failed)
  // After all else has ended, so that it is the last line whatever happens.
  if (isOnce) screen.say(JSON.stringify(outcome))
  if (outcome.lost + outcome.duplicated > 0) throw new ToldFailure(exitCodes.failed)
}
