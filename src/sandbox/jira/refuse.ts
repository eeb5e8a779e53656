import type { Response } from 'express'
import type { Flavor } from './site'

/** Jira's ErrorCollection: one general message, or messages by field. */
export function refuse(res: Response, status: number, reason: string | Record<string, string>): void {
  const [errorMessages, errors] = typeof reason === 'string' ? [[reason], {}] : [[], reason]
  res.status(status).json({ errorMessages, errors })
}

/** All that is wrong with a query. */
export function refuseSearch(res: Response, errorMessages: string[]): void {
  res.status(400).json({ errorMessages, errors: {} })
}

/** Not there, or not for this user: Jira does not tell which. */
export function refuseIssue(res: Response, flavor: Flavor): void {
  const cloud = 'Issue does not exist or you do not have permission to see it.'
  refuse(res, 404, flavor === 'cloud' ? cloud : 'Issue Does Not Exist')
}

/** Cloud answers in plain text, Data Center in a body of its own: neither is an ErrorCollection. */
export function refuseAnonymous(res: Response, flavor: Flavor): void {
  const message = 'Client must be authenticated to access this resource.'
  res.status(401).set('WWW-Authenticate', 'OAuth realm="jira"')
  if (flavor === 'cloud') res.type('text/plain').send(message)
  else res.json({ message, 'status-code': 401 })
}

/** Unknown path or method. */
export function refusePath(res: Response, flavor: Flavor, path: string): void {
  if (flavor === 'datacenter') {
    res.status(404).json({ message: `null for uri: ${path}`, 'status-code': 404 })
    return
  }
  const problem = { type: 'about:blank', title: 'Not Found', status: 404, detail: 'No endpoint.', instance: path }
  res.status(404).type('application/problem+json').send(JSON.stringify(problem))
}
