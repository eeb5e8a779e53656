import { createArtifact, DEFAULT_LABEL, hashArtifact, listArtifactFields } from './artifact-create'
import { answerEach, readFields, readNumber, requireObject } from './body'
import { Failure, notFound, reply } from './envelope'
import { readNow } from './instant'
import type { JsonObject } from './json'
import { answerList, answerRecord } from './query'
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
    {
      method: 'get',
      path: '/rest/artifact/:id',
      answer: ({ params, query }) =>
        reply(answerRecord({ model: soar.models.artifact, row: findArtifact(soar, params.id), query })),
    },
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

/** Takes an artifact away; its container counts one less. */
export function removeArtifact(soar: Soar, call: Call, artifact: Row): void {
  soar.tables.artifact.remove(artifact.id)
  const container = soar.tables.container.find(Number(artifact.container))
  if (container !== undefined) {
    const left = Number(container.artifact_count) - 1
    soar.tables.container.update(container, { artifact_count: left, artifact_update_time: readNow() })
  }
  call.note({ effect: 'artifact.deleted', container: Number(artifact.container), artifact: artifact.id })
}

function postArtifacts(soar: Soar, call: Call): ReturnType<Route['answer']> {
  const post = (body: JsonObject): JsonObject =>
    body.id === undefined
      ? createArtifact(soar, call, {
          container: findContainer(soar, body),
          body,
          triggers: body.run_automation !== false,
        })
      : updateArtifact(soar, call, { artifact: findArtifact(soar, String(body.id)), body })
  return Array.isArray(call.body) ? answerEach(call.body, post) : reply(post(requireObject(call.body)))
}

/** Texts and status where the container is missing or unknown are not verified. */
function findContainer(soar: Soar, { container_id: id }: JsonObject): Row {
  if (id === undefined) throw new Failure(400, '"container_id" is a required field')
  const container = soar.tables.container.find(Number(readNumber(id, 'container_id')))
  if (container === undefined) throw new Failure(400, 'Container matching query does not exist.')
  return container
}

function findArtifact(soar: Soar, id: string | undefined): Row {
  const artifact = soar.tables.artifact.find(readId(id))
  if (artifact === undefined) throw notFound()
  return artifact
}

/** Partial, except that `cef` and `tags` are replaced whole and a label that is not sent again is lost. Starts nothing. */
function updateArtifact(soar: Soar, call: Call, order: { artifact: Row; body: JsonObject }): JsonObject {
  const { artifact, body } = order
  const sent = readFields(body, listArtifactFields(soar))
  const changes = { label: DEFAULT_LABEL, ...sent, update_time: readNow() }
  soar.tables.artifact.update(artifact, { ...changes, hash: hashArtifact({ ...artifact, ...changes }, call.caller) })
  const container = soar.tables.container.find(Number(artifact.container))
  if (container !== undefined) soar.tables.container.update(container, { artifact_update_time: changes.update_time })
  call.note({
    effect: 'artifact.updated',
    container: Number(artifact.container),
    artifact: artifact.id,
    fields: Object.keys(sent),
  })
  return { success: true, id: artifact.id }
}
