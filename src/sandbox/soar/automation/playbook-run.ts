import { requireObject } from '../body'
import { Failure, type Reply, reply } from '../envelope'
import type { JsonObject } from '../json'
import { answerList } from '../query'
import type { Call, Route } from '../route'
import type { Soar } from '../soar'
import { cancelRun } from './cancel-run'
import { findRow, mapList } from './find-row'
import { readRunOrder } from './read-run-order'
import { startRun } from './run'

/** `/rest/playbook_run`: started, read, canceled; its actions and its log below it. */
export function createPlaybookRunRoutes(soar: Soar): Route[] {
  const { models, tables } = soar
  const show = (run: JsonObject): JsonObject => showRun(soar, run)
  const list = (query: URLSearchParams, only?: ReadonlySet<number> | null): Reply =>
    reply(mapList(answerList({ model: models.playbookRun, query, only: only ?? null }), show))
  const find = ({ params }: Call) => findRow(tables.playbookRun, params.id)
  return [
    { method: 'post', path: '/rest/playbook_run', answer: call => postRun(soar, call) },
    { method: 'get', path: '/rest/playbook_run', answer: ({ query }) => list(query) },
    { method: 'get', path: '/rest/playbook_run/:id', answer: call => reply(show(find(call))) },
    { method: 'post', path: '/rest/playbook_run/:id', answer: call => postCancel(soar, call) },
    {
      method: 'get',
      path: '/rest/playbook_run/:id/actions',
      answer(call) {
        const only = tables.actionRun.lookUp('playbook_run', find(call).id)
        return reply(answerList({ model: models.actionRun, query: call.query, only }))
      },
    },
    {
      method: 'get',
      path: '/rest/playbook_run/:id/log',
      answer(call) {
        const only = tables.playbookRunLog.lookUp('playbook_run', find(call).id)
        return reply(mapList(answerList({ model: models.playbookRunLog, query: call.query, only }), showLine))
      },
    },
    {
      method: 'get',
      path: '/rest/playbook_run_log',
      answer() {
        throw new Failure(403, 'Not allowed')
      },
    },
    {
      method: 'get',
      path: '/rest/container/:id/playbook_runs',
      answer: ({ params, query }) =>
        list(query, tables.playbookRun.lookUp('container', findRow(tables.container, params.id).id)),
    },
  ]
}

/** Only the queue answers: the id as a text, and that the request was received. */
function postRun(soar: Soar, call: Call): Reply {
  const order = readRunOrder(soar, requireObject(call.body))
  const id = String(startRun(soar, call, order).id)
  return reply({ playbook_run_id: id, received: true, ...(soar.switches.trainingDialect && { run_id: id }) })
}

/** What is over stays as it is, and the answer is the same. */
function postCancel(soar: Soar, { params, body, caller }: Call): Reply {
  const run = findRow(soar.tables.playbookRun, params.id)
  if (requireObject(body).cancel === true) cancelRun(soar, run, caller)
  return reply({ success: true, id: run.id })
}

const TRAINING_WORDS: Record<string, string> = { pending: 'in_progress', running: 'in_progress', success: 'completed' }

/** The training dialect has other words for the status, and a summary. */
function showRun({ switches }: Soar, run: JsonObject): JsonObject {
  if (!switches.trainingDialect) return run
  const { status = null, message = null } = run
  return { ...run, status: TRAINING_WORDS[String(status)] ?? status, summary: message }
}

function showLine({ id = null, message = null, message_type = null, time = null }: JsonObject): JsonObject {
  return { id, message, message_type, time }
}
