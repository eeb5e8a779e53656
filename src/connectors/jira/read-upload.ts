import { randomUUID } from 'node:crypto'
import type { AttachFile } from '../../domain/command'
import { readValue } from '../../domain/read-json'
import { BridgeError } from '../../errors'
import type { HttpRequest, Upload } from '../http-types'
import { type ReadCall, recordOf } from '../ticket-call'
import { cutFileName, readVaultFile, type VaultReader } from '../vault-file'
import type { CommentForm } from './comment-form'

/** Below the body limit of one request (`http-client.ts`), with room for what the form adds. */
const mostBytes = 31_000_000
/** Jira takes 255 characters. */
const longestName = 240

export interface UploadParts {
  call: ReadCall
  form: CommentForm
  readFile: VaultReader
}

/** The file out of SOAR's vault, as Jira takes it. */
export async function readUpload(command: AttachFile, { call, form, readFile }: UploadParts): Promise<Upload> {
  const { bytes, mimeType } = await readVaultFile(command, readFile, await readUploadLimit(call, form))
  return toForm({ name: nameOf(command, form), mimeType, bytes })
}

async function readUploadLimit(call: ReadCall, { api }: CommentForm): Promise<number> {
  const request: HttpRequest = { method: 'GET', path: `${api}/attachment/meta` }
  const answer = await call.read(request)
  if (answer.status === 404) return mostBytes
  const meta = recordOf(request, answer)
  if (readValue(meta, 'enabled') === false) {
    throw new BridgeError('rejected', 'Jira takes no attachments: they are turned off there', { code: 'files-off' })
  }
  const limit = readValue(meta, 'uploadLimit')
  return typeof limit === 'number' && limit > 0 ? Math.min(limit, mostBytes) : mostBytes
}

/** Some versions of Data Center answer 500 to anything but ASCII in a name (jira.md section 3.2). */
function nameOf({ marker, fileName }: AttachFile, { tellsProperties: isCloud }: CommentForm): string {
  const safe = fileName.replace(/[\p{Cc}\p{Bidi_Control}"\\/:*?<>|%]/gu, '_')
  const plain = isCloud ? safe : safe.replace(/[^ -~]/gu, '_')
  return `${marker}-${cutFileName(plain, longestName - marker.length)}`
}

/** `multipart/form-data` with the one field that Jira looks at. */
function toForm({ name, mimeType, bytes }: { name: string; mimeType: string | null; bytes: Buffer }): Upload {
  const boundary = `soarbridge-${randomUUID()}`
  const type = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(mimeType ?? '') ? mimeType : 'application/octet-stream'
  const disposition = `Content-Disposition: form-data; name="file"; filename="${name}"`
  const head = `--${boundary}\r\n${disposition}\r\nContent-Type: ${type}\r\n\r\n`
  const whole = [Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]
  return { bytes: Buffer.concat(whole), contentType: `multipart/form-data; boundary=${boundary}` }
}
