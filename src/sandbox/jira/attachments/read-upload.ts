import type { Request, Response } from 'express'
import { refuse } from '../refuse'
import type { Site } from '../site'
import { type FormFile, readMultipart } from './read-multipart'

const MAX_FILES = 60

/** The files of the form; where Jira does not take them, the answer is already sent. */
export function readUpload(site: Site, req: Request, res: Response): FormFile[] | undefined {
  const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0)
  const files = readMultipart(req.headers['content-type'] ?? '', body)?.filter(({ field }) => field === 'file')
  const limit = site.attachmentLimitBytes
  if (files === undefined) refuse(res, 415, 'The body must be multipart/form-data.')
  else if (files.length > MAX_FILES) refuse(res, 413, `The number of attachments must not exceed ${MAX_FILES}.`)
  else if (files.some(({ bytes }) => bytes.length > limit))
    refuse(res, 413, `The attachment exceeds the maximum size of ${limit} bytes.`)
  else return files
  return undefined
}
