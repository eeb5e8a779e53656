import { isJsonObject, type Json } from '../../domain/json'
import { BridgeError } from '../../errors'
import type { ReadCall } from './call'

const path = '/rest/container_options'

/** GET /rest/container_options: the only list of labels that SOAR has (soar.md section 11). */
export async function listLabels(call: ReadCall): Promise<string[]> {
  const options = await call.get(path)
  const labels = isJsonObject(options) ? options.label : undefined
  if (Array.isArray(labels)) return labels.flatMap(readName)
  throw new BridgeError('unavailable', `GET ${path}: the answer has no labels`, { code: 'unreadable-answer' })
}

function readName(label: Json): string[] {
  const name = isJsonObject(label) ? label.name : label
  return typeof name === 'string' ? [name] : []
}
