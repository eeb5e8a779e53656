import { requireObject } from '../body'
import { Failure, type Reply, reply } from '../envelope'
import { answerList } from '../query'
import type { Call, Route } from '../route'
import type { Soar } from '../soar'
import { answerApproval } from './approval'
import { describeDetail } from './approval-detail'
import { findRow } from './find-row'

/** `/rest/approval` (reference: REST Approval). Answering is no documented part of it; a switch allows it. */
export function createApprovalRoutes(soar: Soar): Route[] {
  const { models, tables, automation } = soar
  const model = models.approval
  return [
    { method: 'get', path: '/rest/approval', answer: ({ query }) => reply(answerList({ model, query })) },
    {
      method: 'get',
      path: '/rest/approval/:id',
      answer({ params, query }) {
        const approval = findRow(tables.approval, params.id)
        const wantsDetail = query.get('_detail') === 'detail_summary_view'
        return reply(wantsDetail ? describeDetail(soar, approval) : approval)
      },
    },
    {
      method: 'get',
      path: '/rest/approval/:id/detail_summary_view',
      answer: ({ params }) => reply(describeDetail(soar, findRow(tables.approval, params.id))),
    },
    ...(automation.switches.approvalAnswers
      ? [{ method: 'post', path: '/rest/approval/:id', answer: (call: Call) => postAnswer(soar, call) } as const]
      : []),
    {
      method: 'get',
      path: '/rest/container/:id/approvals',
      answer({ params, query }) {
        const { id } = findRow(tables.container, params.id)
        const actions = [...(tables.actionRun.lookUp('container', id) ?? [])]
        const only = new Set(actions.flatMap(action => [...(tables.approval.lookUp('action_run', action) ?? [])]))
        return reply(answerList({ model, query, only }))
      },
    },
  ]
}

/** People answer, tokens do not. Words, texts and statuses are not verified. */
function postAnswer(soar: Soar, { params, body, caller }: Call): Reply {
  const { id } = findRow(soar.tables.approval, params.id)
  const { status, responses } = requireObject(body)
  if (caller.type === 'automation')
    throw new Failure(403, `User ${String(caller.username)} does not have permission to answer approvals`)
  if (status !== 'approve' && status !== 'deny') throw new Failure(400, 'Invalid value for "status"')
  const words = Array.isArray(responses) ? responses.map(String) : []
  if (!answerApproval(soar, id, { with: status, responses: words }))
    throw new Failure(400, 'Approval is already closed')
  return reply({ success: true, id })
}
