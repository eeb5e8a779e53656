import { type ReadField, readFields } from '../body'
import { Failure, reply } from '../envelope'
import type { Json, JsonObject } from '../json'
import type { Route } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { requireText } from './fields'
import type { Kind } from './records'

/** Fields that every system knows, by what they hold; a real SOAR has about 150. */
const STANDARD: Record<string, string> = {
  'app act cat cs1 cs2 cs3 cn1 cn2 cn3 message deviceAction deviceEventCategory requestMethod startTime endTime': '',
  'baseEventCount bytesIn bytesOut applicationProtocol transportProtocol deviceDirection externalId fileSize': '',
  'sourceAddress destinationAddress deviceAddress sourceTranslatedAddress destinationTranslatedAddress src dst': 'ip',
  'sourceHostName destinationHostName deviceHostname shost dhost': 'host name',
  'sourceDnsDomain destinationDnsDomain deviceDnsDomain': 'domain',
  'sourceMacAddress destinationMacAddress deviceMacAddress smac dmac': 'mac address',
  'sourcePort destinationPort spt dpt': 'port',
  'sourceUserName destinationUserName suser duser': 'user name',
  'sourceUserId destinationUserId sourceUserPrivileges destinationUserPrivileges': '',
  'sourceProcessName destinationProcessName deviceProcessName': 'process name',
  'fileName filePath oldFileName': 'file name',
  'fileHash hash': 'hash',
  fileHashMd5: 'md5',
  fileHashSha1: 'sha1',
  fileHashSha256: 'sha256',
  'requestURL request': 'url',
  'fromEmail toEmail': 'email',
  emailSubject: '',
  vaultId: 'vault id',
}

export function describeStandardCef(): JsonObject[] {
  return Object.entries(STANDARD).flatMap(([names, contains]) =>
    names.split(' ').map(name => ({ type: 'default', data_type: contains === '' ? [] : [contains], name })),
  )
}

/** `/rest/cef`: the standard fields, which nobody changes, and custom ones (facts section 11). */
export function describeCef(soar: Soar): Kind {
  const { cef: table } = soar.tables
  return {
    path: '/rest/cef',
    model: soar.models.cef,
    create(call, body) {
      const name = requireText(body, 'name')
      if ((table.lookUp('name', name)?.size ?? 0) > 0) throw new Failure(400, `CEF "${name}" already exists`)
      const row = table.insert({ type: 'custom', data_type: [], ...readFields(body, { data_type: readTypes }), name })
      call.note({ effect: 'cef.created', container: null, cef: row.id })
      return { success: true, id: row.id }
    },
    update(call, { row, body }) {
      requireCustom(row)
      table.update(row, readFields(body, { data_type: readTypes }))
      call.note({ effect: 'cef.updated', container: null, cef: row.id })
      return { success: true, id: row.id }
    },
    remove(call, row) {
      requireCustom(row)
      table.remove(row.id)
      call.note({ effect: 'cef.deleted', container: null, cef: row.id })
      return { success: true }
    },
  }
}

/** `/rest/cef_metadata`: all fields at once, with all that they may hold. */
export function createCefRoutes({ tables }: Soar): Route[] {
  return [
    {
      method: 'get',
      path: '/rest/cef_metadata',
      answer() {
        const fields = [...tables.cef.rows()]
        const cef = Object.fromEntries(fields.map(row => [String(row.name), { contains: row.data_type ?? [] }]))
        const all = new Set(fields.flatMap(({ data_type }) => (Array.isArray(data_type) ? data_type : [])))
        return reply({ cef, all_contains: [...all].sort() })
      },
    },
  ]
}

/** The texts here are not verified. */
function requireCustom(row: Row): void {
  if (row.type !== 'custom') throw new Failure(400, 'Default CEF cannot be modified')
}

const readTypes: ReadField = (value, name): Json => {
  const isList = Array.isArray(value) && value.every(item => typeof item === 'string')
  if (!isList) throw new Failure(400, `Invalid value for "${name}"`)
  return value
}
