import type { Request, Response, Router } from 'express'
import { maySeeRow } from '../access'
import { readAccount } from '../authenticate'
import { refuse, refuseRecord, refuseWrite } from '../refuse'
import type { ServiceNow } from '../servicenow'
import type { Row } from '../tables/table'
import { answerRows } from './answer-rows'
import { answerUpload, createFileRenderer, mayAttach, readBytes, type Upload } from './attach-file'
import { readMultipart } from './read-multipart'

const DEFAULT_LIMIT = 1000

/** The Attachment API: raw and multipart uploads, lists, metadata, bytes, deletion. */
export function mountAttachments(router: Router, snow: ServiceNow): void {
  const { instance, attachments } = snow
  const render = createFileRenderer(instance)

  router.post('/attachment/file', (req, res) => {
    answerUpload(snow, { req, res }, readRawUpload(req))
  })

  router.post('/attachment/upload', (req, res) => {
    answerUpload(snow, { req, res }, readFormUpload(req))
  })

  router.get('/attachment', (req, res) => {
    const table = instance.findTable('sys_attachment')
    if (table) answerRows({ snow, table, render }, { req, res }, { defaultLimit: DEFAULT_LIMIT, isOld: false })
  })

  router.get('/attachment/:sysId', (req, res) => {
    const file = findFile(snow, req, res)
    if (file) res.json({ result: render(file) })
  })

  router.get('/attachment/:sysId/file', (req, res) => {
    const file = findFile(snow, req, res)
    if (file === undefined) return
    res.set({
      'Content-Type': file.content_type ?? '',
      'Content-Disposition': `attachment;filename*=UTF-8''${encodeURIComponent(file.file_name ?? '')}`,
      'X-Attachment-Metadata': JSON.stringify(render(file)).replace(/[^\x20-\x7e]/g, escapeLetter),
    })
    res.end(attachments.read(file))
  })

  router.delete('/attachment/:sysId', (req, res) => {
    const file = findFile(snow, req, res)
    if (file === undefined) return
    if (!mayAttach(instance, readAccount(res), file.table_name ?? '')) refuseWrite(res, 'Delete')
    else {
      attachments.remove(file, readAccount(res))
      res.status(204).end()
    }
  })

  router.all('/attachment/*path', (_req, res) => {
    refuse(res, 405, { message: 'Method not supported', detail: null })
  })
}

/** The file of the path; where the caller may not see it, the answer is already sent. */
function findFile({ instance }: ServiceNow, req: Request, res: Response): Row | undefined {
  const table = instance.findTable('sys_attachment')
  const row = instance.findRow('sys_attachment', String(req.params.sysId))
  if (table && row && maySeeRow(instance, readAccount(res), { table, row })) return row
  refuseRecord(res)
  return undefined
}

/** The whole body is the file; its name and its record stand in the address. */
function readRawUpload(req: Request): Upload | undefined {
  const { table_name, table_sys_id, file_name } = req.query
  const contentType = req.headers['content-type']
  return contentType === undefined
    ? undefined
    : readUpload({ table_name, table_sys_id, file_name }, { contentType, bytes: readBytes(req) })
}

/** The file has to be the last part of the form. */
function readFormUpload(req: Request): Upload | undefined {
  const parts = readMultipart(req.headers['content-type'] ?? '', readBytes(req)) ?? []
  const file = parts.at(-1)
  if (file?.fileName === undefined) return undefined
  const fields = Object.fromEntries(parts.slice(0, -1).map(({ name, bytes }) => [name, bytes.toString('utf8')]))
  const contentType = file.contentType ?? 'application/octet-stream'
  return readUpload({ ...fields, file_name: fields.file_name ?? file.fileName }, { contentType, bytes: file.bytes })
}

function readUpload(
  names: Record<string, unknown>,
  content: { contentType: string; bytes: Buffer },
): Upload | undefined {
  const [tableName, sysId, name] = [names.table_name, names.table_sys_id, names.file_name].map(readName)
  if (tableName === undefined || sysId === undefined || name === undefined) return undefined
  return { tableName, sysId, name, ...content }
}

function readName(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Headers hold plain letters only. */
function escapeLetter(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
}
