import type { Request, Response } from 'express'
import { mayDo } from '../access'
import { readAccount } from '../authenticate'
import type { Account, Instance } from '../instance'
import { createRowRenderer, RAW, type Shown } from '../records/render'
import { refuse, refuseRecord, refuseWrite } from '../refuse'
import type { ServiceNow } from '../servicenow'
import type { Row } from '../tables/table'

/** A file as a request names it. */
export interface Upload {
  tableName: string
  sysId: string
  name: string
  contentType: string
  bytes: Buffer
}

const NOT_CREATED = 'Failed to create the attachment'

/** Attaches what the request holds, where the record is there, may be written and takes such files. */
export function answerUpload(
  snow: ServiceNow,
  { req, res }: { req: Request; res: Response },
  upload: Upload | undefined,
): void {
  const { instance, attachments } = snow
  if (upload === undefined) {
    const detail = 'Content-Type, table_name, table_sys_id and file_name are mandatory'
    refuse(res, 400, { message: 'Missing mandatory parameters', detail })
    return
  }
  const account = readAccount(res)
  const table = instance.findTable(upload.tableName)
  const isSeen = table !== undefined && mayDo(instance, account, { table, operation: 'read' })
  const row = isSeen ? instance.findRow(table.name, upload.sysId) : undefined
  const fault = findFault(snow, upload)
  if (table === undefined || row === undefined) refuseRecord(res)
  else if (!mayAttach(instance, account, table.name)) refuseWrite(res, 'Insert')
  else if (fault !== undefined) refuse(res, fault.status, { message: NOT_CREATED, detail: fault.detail })
  else {
    const file = attachments.add({ ...upload, table }, account)
    const link = `${instance.url}${req.baseUrl}/attachment/${file.sys_id}`
    res
      .status(201)
      .location(link)
      .json({ result: createFileRenderer(instance)(file) })
  }
}

/** Whoever may write a record may attach to it. */
export function mayAttach(instance: Instance, account: Account, tableName: string): boolean {
  const table = instance.findTable(tableName)
  return table !== undefined && mayDo(instance, account, { table, operation: 'write' })
}

/** Metadata with the address of the bytes; `state` is of no use to anybody. */
export function createFileRenderer(instance: Instance): (row: Row) => Shown {
  const table = instance.findTable('sys_attachment')
  const fields = table?.columns.filter(column => column !== 'state') ?? []
  const render = table && createRowRenderer(instance, table, { ...RAW, fields })
  return row => ({
    ...render?.(row),
    created_by_name: nameOf(instance, row.sys_created_by),
    updated_by_name: nameOf(instance, row.sys_updated_by),
    download_link: `${instance.url}/api/now/attachment/${row.sys_id}/file`,
  })
}

/** The body as it came. */
export function readBytes(req: Request): Buffer {
  return Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0)
}

function nameOf(instance: Instance, userName = ''): string {
  return instance.findRowsBy('sys_user', 'user_name', userName)?.[0]?.name ?? userName
}

function findFault({ switches }: ServiceNow, upload: Upload): { status: number; detail: string } | undefined {
  const { attachmentMaxBytes, attachmentExtensions } = switches.read()
  if (upload.bytes.length > attachmentMaxBytes) {
    return { status: 413, detail: `File exceeds the maximum size of ${attachmentMaxBytes} bytes` }
  }
  const ending = upload.name.split('.').at(-1)?.toLowerCase() ?? ''
  const isAllowed = attachmentExtensions.length === 0 || attachmentExtensions.includes(ending)
  return isAllowed
    ? undefined
    : { status: 403, detail: 'File type is not allowed or does not match the content of the file' }
}
