import type { Call } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'
import type { ActionPlan } from './action'
import { findUserId, type Question } from './approval'
import type { Asset } from './apps'
import type { ActionStep, AskStep } from './script'

/** Where a step of a script stands. */
export interface Place {
  call: Call
  container: Row
  run: Row
  /** From 1. */
  position: number
  onEnd: ActionPlan['onEnd']
}

/** What an action step of a script does. */
export function planAction(soar: Soar, step: ActionStep, place: Place): ActionPlan {
  const { apps } = soar.automation
  const app = step.app === undefined ? undefined : apps.find(step.app)
  const asset = step.asset === undefined ? undefined : apps.findAsset(step.asset)
  const known = apps.resultOf(app, step.action)
  const parameters = [...(step.parameters ?? [{}])]
  const needs = step.needs ?? known.needs
  return {
    ...describePlace(place),
    action: step.action,
    name: step.name ?? `${step.action.replaceAll(' ', '_')}_${place.position}`,
    type: 'investigate',
    targets: [{ app_id: app?.id ?? 0, assets: asset === undefined ? [] : [asset.id], parameters }],
    uses: [{ app, asset, parameters, result: { ...known, ...step } }],
    ...(needs !== undefined && { question: describeNeed(needs, asset) }),
  }
}

/** What a step that asks somebody does: an action without an app. */
export function planQuestion(soar: Soar, step: AskStep, place: Place): ActionPlan {
  const as = step.as ?? 'prompt'
  const user = findUserId(soar, step.ask)
  const prompt = {
    to: step.ask,
    message: step.message ?? '',
    mins_to_act: step.minutes,
    user_ids: user === null ? [] : [user],
    response_types: [...(step.responses ?? [{ prompt: '', options: { type: 'message' } }])],
  }
  const { answered } = step
  return {
    ...describePlace(place),
    action: as,
    name: step.name ?? `${as}_${place.position}`,
    type: 'manual',
    targets: as === 'task' ? [] : [{ app_id: 0, parameters: [prompt], assets: [] }],
    uses: [],
    question: { user: step.ask, minutes: step.minutes, type: 'manual', ...(answered !== undefined && { answered }) },
  }
}

/** Who must agree to an action first. */
export function describeNeed(needs: NonNullable<ActionStep['needs']>, asset: Asset | undefined): Question {
  const { user, minutes, answered } = needs
  return {
    user,
    minutes,
    type: needs.as === 'review' ? 'parameter' : 'asset',
    ...(needs.as === 'approval' && asset !== undefined && { asset }),
    ...(answered !== undefined && { answered }),
  }
}

function describePlace({ call, container, run, onEnd }: Place) {
  return { call, container, run, onEnd, delaySecs: 0 }
}
