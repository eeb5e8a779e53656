import { requireObject } from '../body'
import { Failure, type Reply, reply } from '../envelope'
import { isObject, type Json, type JsonObject } from '../json'
import { answerList } from '../query'
import type { Call, Route } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { type ActionPlan, cancelAction, performAction } from './action'
import { findContainer, findRow, requiredField } from './find-row'
import { numberTarget, planTargets, type Target } from './target-action'

/** `/rest/action_run`: started, read, canceled. */
export function createActionRunRoutes(soar: Soar): Route[] {
  const { models, tables } = soar
  const model = models.actionRun
  return [
    { method: 'post', path: '/rest/action_run', answer: call => postAction(soar, call) },
    { method: 'get', path: '/rest/action_run', answer: ({ query }) => reply(answerList({ model, query })) },
    {
      method: 'get',
      path: '/rest/action_run/:id',
      answer: ({ params }) => reply(findRow(tables.actionRun, params.id)),
    },
    {
      method: 'post',
      path: '/rest/action_run/:id',
      answer({ params, body, caller }) {
        const { id } = findRow(tables.actionRun, params.id)
        if (requireObject(body).cancel === true) cancelAction(soar, id, caller)
        return reply({ success: true, id })
      },
    },
    {
      method: 'get',
      path: '/rest/container/:id/actions',
      answer({ params, query }) {
        const only = tables.actionRun.lookUp('container', findRow(tables.container, params.id).id)
        return reply(answerList({ model, query, only }))
      },
    },
  ]
}

function postAction(soar: Soar, call: Call): Reply {
  const body = requireObject(call.body)
  const { targets } = body
  for (const name of ['action', 'name'] as const) if (typeof body[name] !== 'string') throw requiredField(name)
  if (!Array.isArray(targets)) throw requiredField('targets')
  const container = findContainer(soar.tables.container, body.container_id)
  refuseOwnerless(soar, container)
  const row = performAction(soar, planPosted(soar, call, { container, body, targets: targets.map(readTarget) }))
  return reply({ success: true, action_run_id: row.id, message: 'Action run was queued' })
}

function planPosted(
  soar: Soar,
  call: Call,
  { container, body, targets }: { container: Row; body: JsonObject; targets: Target[] },
): ActionPlan {
  const action = String(body.action)
  return {
    call,
    container,
    run: null,
    action,
    name: String(body.name),
    type: typeof body.type === 'string' ? body.type : '',
    targets: targets.map(target => numberTarget(soar, target)),
    delaySecs: Number(body.exec_delay_secs ?? 0) || 0,
    ...planTargets(soar, action, targets),
    onEnd: () => undefined,
  }
}

/** Texts are not verified. */
function readTarget(target: Json): Target {
  if (!isObject(target)) throw new Failure(400, 'Invalid value for "targets"')
  const { app_id = null, assets = [], parameters = [] } = target
  if (!Array.isArray(assets) || !Array.isArray(parameters)) throw new Failure(400, 'Invalid value for "targets"')
  return { app_id, assets, parameters: parameters.length === 0 ? [{}] : parameters.filter(isObject) }
}

/** As older versions answer. */
function refuseOwnerless({ automation }: Soar, container: Row): void {
  if (automation.switches.actionsNeedOwner && container.owner === null)
    throw new Failure(400, '"Container.owner" must be a "PhUser" instance')
}
