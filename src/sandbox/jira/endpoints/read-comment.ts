import type { Request, Response } from 'express'
import type { CommentContent } from '../issues/comment-changes'
import { readText } from '../issues/read-field'
import { isObject, readObject } from '../read-object'
import { refuse } from '../refuse'
import type { RestVersion } from '../render/comment'
import type { Comment, Site, Visibility } from '../site'

/** The comment in the body; where Jira refuses it, the answer is already sent. */
export function readComment(
  req: Request,
  res: Response,
  { version, site }: { version: RestVersion; site: Site },
): CommentContent | undefined {
  const { body, visibility, properties } = readObject(req.body)
  const reading = readText(body, version)
  if ('refusal' in reading || reading.value.trim() === '') {
    const isWrong = 'refusal' in reading && body !== undefined
    const message = isWrong
      ? reading.refusal.replace(/^not valid$/, 'Comment body is not valid!')
      : 'Comment body can not be empty!'
    refuse(res, 400, { comment: message })
    return undefined
  }
  const seenBy = readVisibility(visibility, site)
  if (typeof seenBy === 'string') {
    refuse(res, 400, { commentLevel: seenBy })
    return undefined
  }
  return {
    body: reading.value,
    ...(seenBy === null ? {} : { visibility: seenBy }),
    ...(Array.isArray(properties) ? { properties: properties.filter(isObject).map(readProperty) } : {}),
  }
}

function readProperty({ key, value }: Record<string, unknown>): Comment['properties'][number] {
  return { key: String(key), value }
}

/** To whom a comment is restricted, null where to nobody, or why Jira does not take it. */
function readVisibility(value: unknown, { people }: Site): Visibility | string | null {
  if (value === undefined || value === null) return null
  const { type, value: name, identifier } = readObject(value)
  const wanted = String(name ?? identifier)
  if (type !== 'group' && type !== 'role') return 'Invalid comment visibility type.'
  const known = people.flatMap(person => (type === 'group' ? person.groups : person.roles))
  return known.includes(wanted)
    ? { type, value: wanted }
    : `${type === 'group' ? 'Group' : 'Role'}: ${wanted} does not exist.`
}
