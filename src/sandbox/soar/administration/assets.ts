import { type ReadField, readFields, readNumber, readObject, readTags, readText, requireObject } from '../body'
import { Failure, notFound, reply } from '../envelope'
import type { Json, JsonObject } from '../json'
import { answerList } from '../query'
import { type Call, type Route, readId } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'
import type { SandboxAsset } from './options'

/** `/rest/asset` (facts section 11): listed, read, created; an update replaces the whole. Configurations show as they came. */
export function createAssetRoutes(soar: Soar): Route[] {
  const { tables, models } = soar
  return [
    { method: 'get', path: '/rest/asset', answer: ({ query }) => reply(answerList({ model: models.asset, query })) },
    {
      method: 'post',
      path: '/rest/asset',
      answer(call) {
        const asset = tables.asset.insert(readAsset(requireObject(call.body)))
        call.note({ effect: 'asset.created', container: null, asset: asset.id })
        return reply({ success: true, id: asset.id })
      },
    },
    { method: 'get', path: '/rest/asset/:id', answer: ({ params }) => reply(findAsset(soar, params.id)) },
    { method: 'post', path: '/rest/asset/:id', answer: call => reply(replaceAsset(soar, call)) },
    {
      method: 'delete',
      path: '/rest/asset/:id',
      answer(call) {
        const { id } = findAsset(soar, call.params.id)
        tables.asset.remove(id)
        call.note({ effect: 'asset.deleted', container: null, asset: id })
        return reply({ success: true })
      },
    },
  ]
}

/** The record of an asset (reference: RESTApproval shows one). */
export function describeAsset({ tenants = [], ...asset }: SandboxAsset): JsonObject {
  return { ...BLANK, ...asset, tenants: [...tenants] }
}

const BLANK: JsonObject = {
  action_whitelist: {},
  validation: {},
  tenants: [],
  description: '',
  tags: [],
  type: '',
  primary_voting: 0,
  product_version: '',
  effective_user: null,
  product_name: '',
  disabled: false,
  token: null,
  version: 1,
  secondary_voting: 0,
  configuration: {},
  product_vendor: '',
  app: null,
  name: null,
}

const readFlag: ReadField = (value, name) => {
  if (typeof value !== 'boolean') throw new Failure(400, `Invalid value for "${name}"`)
  return value
}

const readNumbers: ReadField = (value, name) => {
  if (!Array.isArray(value)) throw new Failure(400, `Invalid value for "${name}"`)
  return value.map(item => readNumber(item, name))
}

const FIELDS: Readonly<Record<string, ReadField>> = {
  name: readText,
  description: readText,
  type: readText,
  product_vendor: readText,
  product_name: readText,
  product_version: readText,
  configuration: readObject,
  action_whitelist: readObject,
  validation: readObject,
  tags: readTags,
  tenants: readNumbers,
  disabled: readFlag,
  primary_voting: readNumber,
  secondary_voting: readNumber,
  effective_user: readNumber,
}

/** An asset names its app, by id or GUID, or its product. Texts are not verified. */
function readAsset(body: JsonObject): JsonObject {
  if (typeof body.name !== 'string' || body.name === '') throw new Failure(400, '"name" is a required field')
  const hasApp = body.app_id !== undefined || body.app_guid !== undefined
  const hasProduct = body.product_name !== undefined && body.product_vendor !== undefined
  if (!hasApp && !hasProduct)
    throw new Failure(400, 'Either an app or "product_name" and "product_vendor" are required')
  const app: Json = body.app_id === undefined ? null : readNumber(body.app_id, 'app_id')
  return { ...BLANK, ...readFields(body, FIELDS), app }
}

/** What is not sent is lost, as was seen on a real SOAR. */
function replaceAsset(soar: Soar, call: Call): JsonObject {
  const asset = findAsset(soar, call.params.id)
  const body = requireObject(call.body)
  soar.tables.asset.update(asset, { ...readAsset(body), version: Number(asset.version) + 1 })
  call.note({ effect: 'asset.updated', container: null, asset: asset.id, fields: Object.keys(body) })
  return { success: true, id: asset.id }
}

function findAsset({ tables }: Soar, id: string | undefined): Row {
  const asset = tables.asset.find(readId(id))
  if (asset === undefined) throw notFound()
  return asset
}
