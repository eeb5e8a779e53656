import { Failure } from '../envelope'
import type { Json, JsonObject } from '../json'
import type { Soar } from '../soar'
import { findWord } from '../vocabulary'

/** Some custom fields may be mandatory once a container is closed (facts section 5). The text is not verified. */
export function requireClosingFields({ switches, tables }: Soar, status: Json, fields: JsonObject): void {
  if (findWord(tables.status, status)?.status_type !== 'resolved') return
  const missing = switches.closeRequires.filter(name => fields[name] === undefined || fields[name] === null)
  if (missing.length > 0) throw new Failure(400, `Custom fields required to close: ${missing.join(', ')}`)
}
