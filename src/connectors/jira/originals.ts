import type { JsonObject } from '../../domain/json'
import { readObject, readObjects, readString } from '../../domain/read-json'

/** Ids of the issues that this one duplicates: links of the type that Jira ships as `Duplicate`, read from its own end. */
export function originalsOf(fields: JsonObject): string[] {
  return readObjects(fields, 'issuelinks').flatMap(link => {
    const type = readString(readObject(link, 'type'), 'name')
    const id = readString(readObject(link, 'outwardIssue'), 'id')
    return type?.toLowerCase() === 'duplicate' && id !== undefined ? [id] : []
  })
}
