import { reply } from '../envelope'
import type { JsonObject } from '../json'
import { answerList } from '../query'
import type { Route } from '../route'
import type { Soar } from '../soar'
import { findRow, mapList } from './find-row'

/** `/rest/app_run`: what the apps brought. Lists show `result_data` only where `include_expensive` asks for it. */
export function createAppRunRoutes({ models, tables }: Soar): Route[] {
  const list = (query: URLSearchParams, only: ReadonlySet<number> | null = null): JsonObject => {
    const found = answerList({ model: models.appRun, query, only })
    return query.has('include_expensive') ? found : mapList(found, ({ result_data: _, ...rest }) => rest)
  }
  return [
    { method: 'get', path: '/rest/app_run', answer: ({ query }) => reply(list(query)) },
    { method: 'get', path: '/rest/app_run/:id', answer: ({ params }) => reply(findRow(tables.appRun, params.id)) },
    {
      method: 'get',
      path: '/rest/action_run/:id/app_runs',
      answer({ params, query }) {
        return reply(list(query, tables.appRun.lookUp('action_run', findRow(tables.actionRun, params.id).id)))
      },
    },
  ]
}
