import { requireObject } from '../body'
import { Failure, reply } from '../envelope'
import { readNow } from '../instant'
import type { JsonObject } from '../json'
import type { Call, Route } from '../route'
import type { Soar } from '../soar'

export const VERSION = '8.5.0.248'

const DAEMONS = ['actiond', 'decided', 'ingestd', 'watchdogd', 'workflowd']

/** What any signed-in caller may read (facts section 11), and the settings that keep the labels. */
export function createSystemRoutes(soar: Soar, readUrl: () => string): Route[] {
  return [
    { method: 'get', path: '/rest/version', answer: () => reply({ version: VERSION }) },
    { method: 'get', path: '/rest/system_info', answer: () => reply({ base_url: readUrl(), time_zone: 'UTC' }) },
    { method: 'get', path: '/rest/license', answer: () => reply(describeLicense(soar)) },
    { method: 'get', path: '/rest/health', answer: () => reply(describeHealth()) },
    {
      method: 'post',
      path: '/rest/system_settings/events',
      answer: call => reply(changeLabels(soar, call, requireObject(call.body))),
    },
  ]
}

/** 0 means without limit. The names are not verified. */
function describeLicense({ tables }: Soar): JsonObject {
  const users = [...tables.user.rows()].filter(user => user.is_active === true && user.type !== 'automation')
  return {
    status: 'valid',
    license_info: { type: 'sandbox', max_seats: 0, max_actions_per_day: 0, expires: null },
    usage: { seats: users.length, actions_today: 0 },
  }
}

/** A series for each daemon; what its points hold is not verified. */
function describeHealth(): JsonObject {
  const point = { time: readNow(), status: 'running', memory_mb: 128 }
  return Object.fromEntries(DAEMONS.map(name => [name, [point]]))
}

/** One source has it from the reference as PDF, another says that labels change in the user interface only. */
function changeLabels({ tables, switches }: Soar, call: Call, body: JsonObject): JsonObject {
  const { label_name: name } = body
  if (!switches.labelsByRest) return { success: true }
  if (typeof name !== 'string' || name === '') throw new Failure(400, '"label_name" is a required field')
  const [id] = tables.label.lookUp('name', name) ?? []
  if (body.add_label === true && id === undefined) {
    const label = tables.label.insert({ name })
    call.note({ effect: 'label.created', container: null, label: label.id })
  }
  if (body.remove_label === true && id !== undefined) {
    tables.label.remove(id)
    call.note({ effect: 'label.deleted', container: null, label: id })
  }
  return { success: true }
}
