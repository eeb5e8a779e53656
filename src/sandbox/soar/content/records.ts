import { answerEach, requireObject } from '../body'
import { notFound, type Reply, reply } from '../envelope'
import type { JsonObject } from '../json'
import type { Model } from '../model'
import { answerList } from '../query'
import { type Call, type Route, readId } from '../route'
import type { Row } from '../table'

/** One kind of object with the operations that SOAR has for it; those it has not are answered 405. */
export interface Kind {
  path: string
  model: Model
  create?(call: Call, body: JsonObject): JsonObject
  update?(call: Call, order: Order): JsonObject
  remove?(call: Call, row: Row): JsonObject
  /** The record as it is shown; as it is kept, where there is none. */
  show?(record: Row, query: URLSearchParams): JsonObject
}

export interface Order {
  row: Row
  body: JsonObject
}

/** The usual routes: list and read always, a POST of one or of many that creates or (with an `id`) updates, DELETE. */
export function createRecordRoutes(kind: Kind): Route[] {
  const { path, model, create, update, remove } = kind
  const show = kind.show ?? (record => record)
  const find = (id: string | undefined): Row => findRow(model, id)
  const post = (call: Call, body: JsonObject): JsonObject => {
    if (body.id !== undefined && update !== undefined) return update(call, { row: find(String(body.id)), body })
    if (create === undefined) throw notFound()
    return create(call, body)
  }
  const one = `${path}/:id`
  const routes: Route[] = [
    { method: 'get', path, answer: ({ query }) => reply(listRecords(kind, { query })) },
    { method: 'get', path: one, answer: ({ params, query }) => reply(show(find(params.id), query)) },
  ]
  if (create !== undefined || update !== undefined)
    routes.push({ method: 'post', path, answer: call => postEach(call, body => post(call, body)) })
  if (update !== undefined) {
    const change = (call: Call): JsonObject =>
      update(call, { row: find(call.params.id), body: requireObject(call.body) })
    routes.push({ method: 'post', path: one, answer: call => reply(change(call)) })
  }
  if (remove !== undefined)
    routes.push({ method: 'delete', path: one, answer: call => reply(remove(call, find(call.params.id))) })
  return routes
}

/** A list of these objects, each shown as it is to be. */
export function listRecords(
  { model, show }: Pick<Kind, 'model' | 'show'>,
  asked: { query: URLSearchParams; only?: ReadonlySet<number> | null },
): JsonObject {
  const list = answerList({ model, ...asked })
  if (show === undefined || !Array.isArray(list.data)) return list
  return { ...list, data: list.data.map(record => show(record as Row, asked.query)) }
}

export function findRow(model: Model, id: string | undefined): Row {
  const row = model.table.find(readId(id))
  if (row === undefined) throw notFound()
  return row
}

function postEach(call: Call, post: (body: JsonObject) => JsonObject): Reply {
  return Array.isArray(call.body) ? answerEach(call.body, post) : reply(post(requireObject(call.body)))
}
