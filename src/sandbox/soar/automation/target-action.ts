import type { Json, JsonObject } from '../json'
import type { Soar } from '../soar'
import type { ActionPlan } from './action'
import type { Use } from './app-run-record'
import { describeNeed } from './step-action'

/** One app that an action is asked of. */
export interface Target extends JsonObject {
  /** Number or GUID. */
  app_id: Json
  /** Names or numbers. */
  assets: Json[]
  parameters: JsonObject[]
}

/**
 * What an action that was asked for by itself does. It is queued whatever it names and fails later, without an app run,
 * where it reaches none; that text for an unknown app or asset is not verified.
 */
export function planTargets(
  soar: Soar,
  action: string,
  targets: readonly Target[],
): Pick<ActionPlan, 'uses' | 'refusal' | 'question'> {
  if (action === 'prompt' || action === 'task') return { uses: [], question: describePrompt(targets) }
  const uses: Use[] = []
  for (const { app_id, assets, parameters } of targets) {
    const app = soar.automation.apps.find(app_id)
    if (app === undefined) return { uses: [], refusal: 'app_id has invalid format' }
    const result = soar.automation.apps.resultOf(app, action)
    for (const named of assets.length === 0 ? [null] : assets) {
      const asset = named === null ? undefined : soar.automation.apps.findAsset(named)
      if (named !== null && asset === undefined) return { uses: [], refusal: `asset "${String(named)}" not found` }
      uses.push({ app, asset, parameters, result })
    }
  }
  const [first] = uses
  const { needs } = soar.automation.apps.resultOf(first?.app, action)
  return { uses, ...(needs !== undefined && { question: describeNeed(needs, first?.asset) }) }
}

/** As the record keeps a target: apps and assets by number where they are known. */
export function numberTarget({ automation: { apps } }: Soar, { app_id, assets, parameters }: Target): JsonObject {
  const numbers = assets.map(named => apps.findAsset(named)?.id ?? named)
  return { app_id: apps.find(app_id)?.id ?? app_id, assets: numbers, parameters }
}

/** Who is asked, and for how long, stands in the parameters. */
function describePrompt([target]: readonly Target[]): NonNullable<ActionPlan['question']> {
  const { to = '', mins_to_act = 60 } = target?.parameters[0] ?? {}
  return { user: String(to), minutes: Number(mins_to_act), type: 'manual' }
}
