import type { RequestHandler, Response } from 'express'
import { dropConnection } from './answer'
import { ENDINGS, type Ending, type Struggle } from './endings'
import type { Ledger, ReceivedRequest } from './ledger'
import type { Plan, Scenarios } from './scenarios'
import type { SkewedClock } from './skewed-clock'
import type { Voice } from './voice'
import type { Waits } from './waits'

export interface MisbehaviorParts {
  ledger: Ledger
  scenarios: Scenarios
  waits: Waits
  voice: Voice
  clock: SkewedClock
}

/** Stands before the system: writes each request down, and does to it what the scenarios ask for. */
export function createMisbehavior(parts: MisbehaviorParts): RequestHandler {
  const { ledger, scenarios, waits, voice, clock } = parts
  return async (request, response, next) => {
    const { method, originalUrl } = request
    const path = originalUrl.replace(/\?.*$/s, '')
    const entry = ledger.receive({ method, path, query: originalUrl.slice(path.length + 1) })
    const plan = scenarios.plan({ method, path: request.path })
    entry.scenario = plan.told
    response.locals.entry = entry
    noteStatus(response, entry)
    if (plan.delayMs > 0 && !(await waits.wait(plan.delayMs))) return dropConnection(response)
    for (const { name, options } of plan.marks) voice.own[name]?.act(response, options)
    const carryOut = (): void => ledger.during(entry, next)
    clock.during(plan.skewMs, () => {
      if (plan.skewMs !== 0) response.setHeader('date', new Date(clock.now()).toUTCString())
      end(plan, { request, response, voice, waits, carryOut })?.catch(next)
    })
  }
}

type Scene = Omit<Struggle, 'options' | 'random'>

function end({ ending }: Plan, scene: Scene): ReturnType<Ending> {
  if (ending === null) return scene.carryOut()
  const own = scene.voice.own[ending.name]
  if (own !== undefined) return own.act(scene.response, ending.options)
  return ENDINGS[ending.name]?.({ ...scene, options: ending.options, random: ending.random })
}

/** What left is written down as it leaves; who reads the answer finds it in the ledger. */
function noteStatus(response: Response, entry: ReceivedRequest): void {
  const writeHead = response.writeHead.bind(response) as (...head: unknown[]) => Response
  const noting = (status: number, ...rest: unknown[]): Response => {
    entry.status = status
    return writeHead(status, ...rest)
  }
  Object.assign(response, { writeHead: noting })
}
