import { isJsonObject, type Json } from '../domain/json'

/** Every string in a value and every key, a line each: a key stands before its value, so that `{tlp: red}` is a marking. */
export function textIn(value: Json): string {
  const found: Json[] = [value]
  for (const one of found) {
    if (Array.isArray(one)) for (const member of one) found.push(member)
    else if (isJsonObject(one)) for (const [key, member] of Object.entries(one)) found.push(key, member)
  }
  return found.filter(one => typeof one === 'string').join('\n')
}
