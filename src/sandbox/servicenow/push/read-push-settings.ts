import { isObject, readObject } from '../read-object'
import { isPushFormat } from './payload'
import type { PushSettings } from './pusher'

/** The business rule in a control request, or undefined where it is none. */
export function readPushSettings(body: unknown): PushSettings | undefined {
  const { url, tables, format = 'full', headers, basic, secret, contentType, withSysId } = readObject(body)
  if (typeof url !== 'string' || !URL.canParse(url) || !isPushFormat(format)) return undefined
  const { user, password } = readObject(basic)
  return {
    url,
    format,
    ...(Array.isArray(tables) ? { tables: tables.map(String) } : {}),
    ...(isObject(headers) ? { headers: readStrings(headers) } : {}),
    ...(isObject(basic) ? { basic: { user: String(user), password: String(password) } } : {}),
    ...(typeof secret === 'string' ? { secret } : {}),
    ...(typeof contentType === 'string' || contentType === null ? { contentType } : {}),
    ...(withSysId === true ? { withSysId } : {}),
  }
}

function readStrings(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))
}
