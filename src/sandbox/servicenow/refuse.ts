import type { Response } from 'express'

/** The platform's error body; the status is not in it, and `detail` may be null. */
export function refuse(res: Response, status: number, error: { message: string; detail: string | null }): void {
  res.status(status).json({ error, status: 'failure' })
}

/** Not there, or not for this user: ServiceNow does not tell which. */
export function refuseRecord(res: Response): void {
  refuse(res, 404, {
    message: 'No Record found',
    detail: "Record doesn't exist or ACL restricts the record retrieval",
  })
}

/** A write that the access rules refuse. */
export function refuseWrite(res: Response, kind: 'Insert' | 'Update' | 'Delete'): void {
  refuse(res, 403, {
    message: 'Operation Failed',
    detail: `ACL Exception ${kind} Failed due to security constraints`,
  })
}

export function refuseQuery(res: Response): void {
  refuse(res, 403, { message: 'Insufficient rights to query records', detail: null })
}

export function refuseLogin(res: Response): void {
  res.set('WWW-Authenticate', 'BASIC realm="Service-now"')
  refuse(res, 401, { message: 'User Not Authenticated', detail: 'Required to provide Auth information' })
}

/** The query looks at a column that the caller may not see. */
export function refuseFields(res: Response): void {
  refuse(res, 403, {
    message: 'Insufficient rights to query records',
    detail: 'Field(s) present in the query do not have permission to be read',
  })
}

/** OAuth's own words: `error` is a string here. */
export function refuseToken(res: Response): void {
  res.status(401).json({ error: 'invalid_token', error_description: 'The access token expired or is not valid' })
}
