import { answerEach, requireObject } from './body'
import { createContainer } from './container-create'
import { removeContainer } from './container-remove'
import { updateContainer } from './container-update'
import { notFound, type Reply, reply } from './envelope'
import type { JsonObject } from './json'
import { answerList, answerRecord } from './query'
import { type Call, type Route, readId } from './route'
import type { Soar } from './soar'
import type { Row } from './table'

/** `/rest/container` and what lies below it (facts section 5). */
export function createContainerRoutes(soar: Soar): Route[] {
  return [
    { method: 'post', path: '/rest/container', answer: call => postContainers(soar, call) },
    {
      method: 'get',
      path: '/rest/container',
      answer: ({ query }) => reply(answerList({ model: soar.models.container, query })),
    },
    {
      method: 'get',
      path: '/rest/container/:id',
      answer: ({ params, query }) =>
        reply(answerRecord({ model: soar.models.container, row: findContainer(soar, params.id), query })),
    },
    {
      method: 'post',
      path: '/rest/container/:id',
      answer(call) {
        const order = { container: findContainer(soar, call.params.id), body: requireObject(call.body) }
        return reply(updateContainer(soar, call, order))
      },
    },
    {
      method: 'get',
      path: '/rest/container/:id/artifacts',
      answer({ params, query }) {
        const { id } = findContainer(soar, params.id)
        const only = soar.tables.artifact.lookUp('container', id)
        return reply(answerList({ model: soar.models.artifact, query, only }))
      },
    },
    ...createRemovalRoutes(soar),
  ]
}

function createRemovalRoutes(soar: Soar): Route[] {
  return [
    {
      method: 'delete',
      path: '/rest/container',
      answer(call) {
        const ids = call.query.getAll('ids')
        for (const container of ids.map(id => findContainer(soar, id))) removeContainer(soar, call, container)
        return reply({ success: true })
      },
    },
    {
      method: 'delete',
      path: '/rest/container/:id',
      answer(call) {
        removeContainer(soar, call, findContainer(soar, call.params.id))
        return reply({ success: true })
      },
    },
  ]
}

function postContainers(soar: Soar, call: Call): Reply {
  const post = (body: JsonObject): JsonObject =>
    body.id === undefined
      ? createContainer(soar, call, body)
      : updateContainer(soar, call, { container: findContainer(soar, String(body.id)), body })
  return Array.isArray(call.body) ? answerEach(call.body, post) : reply(post(requireObject(call.body)))
}

function findContainer(soar: Soar, id: string | undefined): Row {
  const container = soar.tables.container.find(readId(id))
  if (container === undefined) throw notFound()
  return container
}
