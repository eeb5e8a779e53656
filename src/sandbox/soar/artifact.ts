import { removeArtifact, updateArtifact } from './artifact-change'
import { createArtifact } from './artifact-create'
import { answerEach, requireObject } from './body'
import { findContainerOf } from './content/fields'
import { notFound, reply } from './envelope'
import type { JsonObject } from './json'
import { answerList } from './query'
import { type Call, type Route, readId } from './route'
import type { Soar } from './soar'
import type { Row } from './table'

/** `/rest/artifact`: one or many, created or (with an `id`) updated; read; deleted (facts section 6). */
export function createArtifactRoutes(soar: Soar): Route[] {
  return [
    { method: 'post', path: '/rest/artifact', answer: call => postArtifacts(soar, call) },
    {
      method: 'get',
      path: '/rest/artifact',
      answer: ({ query }) => reply(answerList({ model: soar.models.artifact, query })),
    },
    { method: 'get', path: '/rest/artifact/:id', answer: ({ params }) => reply(findArtifact(soar, params.id)) },
    {
      method: 'post',
      path: '/rest/artifact/:id',
      answer: call =>
        reply(
          updateArtifact(soar, call, { artifact: findArtifact(soar, call.params.id), body: requireObject(call.body) }),
        ),
    },
    {
      method: 'delete',
      path: '/rest/artifact/:id',
      answer(call) {
        removeArtifact(soar, call, findArtifact(soar, call.params.id))
        // The id comes back as text here and nowhere else.
        return reply({ success: true, id: String(call.params.id) })
      },
    },
  ]
}

function postArtifacts(soar: Soar, call: Call): ReturnType<Route['answer']> {
  const post = (body: JsonObject): JsonObject =>
    body.id === undefined
      ? createArtifact(soar, call, {
          container: findContainerOf(soar, body),
          body,
          triggers: body.run_automation !== false,
        })
      : updateArtifact(soar, call, { artifact: findArtifact(soar, String(body.id)), body })
  return Array.isArray(call.body) ? answerEach(call.body, post) : reply(post(requireObject(call.body)))
}

function findArtifact(soar: Soar, id: string | undefined): Row {
  const artifact = soar.tables.artifact.find(readId(id))
  if (artifact === undefined) throw notFound()
  return artifact
}
