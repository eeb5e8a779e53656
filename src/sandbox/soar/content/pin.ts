import { readFields, readText } from '../body'
import { readNow } from '../instant'
import type { JsonObject } from '../json'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { findContainerOf, readKey, readOneOf, requireText } from './fields'
import type { Kind } from './records'

/** Those of older and of newer versions. */
const TYPES = [
  'data',
  'card_small',
  'card_medium',
  'card_large',
  'manual card',
  'custom field',
  'preset metric',
] as const
const STYLES = ['grey', 'white', 'blue', 'purple', 'red']

const FIELDS = {
  message: readText,
  data: readText,
  name: readText,
  pin_type: readOneOf(TYPES),
  pin_style: readOneOf(STYLES),
}

/** `/rest/container_pin`: what stands out at the top of a container (facts section 7). */
export function describePins(soar: Soar): Kind {
  const { pin: table } = soar.tables
  return {
    path: '/rest/container_pin',
    model: soar.models.pin,
    show: showPin,
    create(call, body) {
      const { id: container } = findContainerOf(soar, body)
      requireText(body, 'message')
      const now = readNow()
      const pin = table.insert({
        pin_style: 'grey',
        pin_type: 'data',
        name: '',
        ...keepPin(readFields(body, FIELDS)),
        order: table.lookUp('container', container)?.size ?? 0,
        author: call.caller.id,
        container,
        playbook: readKey(body, 'playbook'),
        custom_field: null,
        preset_metric: null,
        create_time: now,
        modified_time: now,
      })
      call.note({ effect: 'pin.created', container, pin: pin.id })
      return { success: true, id: pin.id }
    },
    update(call, { row, body }) {
      const sent = readFields(body, FIELDS)
      table.update(row, { ...keepPin(sent), modified_time: readNow() })
      call.note({ effect: 'pin.updated', container: Number(row.container), pin: row.id, fields: Object.keys(sent) })
      return { success: true, id: row.id }
    },
    remove(call, row) {
      table.remove(row.id)
      call.note({ effect: 'pin.deleted', container: Number(row.container), pin: row.id })
      return { success: true }
    },
  }
}

/** Lists leave out a column named `data`; that of a pin is shown everywhere, so it is kept under another name. */
function keepPin({ data, ...rest }: JsonObject): JsonObject {
  return data === undefined ? rest : { ...rest, shown: data }
}

export function showPin({ shown, ...pin }: Row): JsonObject {
  return { ...pin, data: shown ?? '' }
}
