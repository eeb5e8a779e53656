import { readString, readValue } from '../../domain/read-json'
import { BridgeError } from '../../errors'
import type { ReadFile } from '../connector'
import type { HttpRequest } from '../http-types'
import { type ReadCall, recordOf, unreadableAnswer } from '../ticket-call'
import type { JiraFlavor } from './comment-form'
import { readId } from './wire'

/**
 * A file of an issue, or null on 404. Cloud is asked to hand the bytes out itself (`redirect=false`), so that no address
 * that an answer names is ever followed. Data Center has them at the web page's address, which shows a stranger the login page
 * with 200: what comes must be as long as Jira said (jira.md section 3.2).
 */
export async function readAttachment(
  call: ReadCall,
  flavor: JiraFlavor,
  wanted: { id: string; mostBytes: number },
): Promise<ReadFile | null> {
  const id = readId(wanted.id)
  if (id === undefined) return null
  const about: HttpRequest = { method: 'GET', path: `/rest/api/2/attachment/${id}` }
  const told = await call.read(about)
  if (told.status === 404) return null
  const record = recordOf(about, told)
  const [fileName, size] = [readString(record, 'filename'), readValue(record, 'size')]
  if (fileName === undefined || typeof size !== 'number') throw unreadableAnswer(about, told.status)
  if (size > wanted.mostBytes) {
    const says = `The file has ${size} bytes; at most ${wanted.mostBytes} are read`
    throw new BridgeError('rejected', says, { code: 'file-too-large' })
  }
  const request: HttpRequest = { method: 'GET', ...placeOf(flavor, id, fileName), fileBytes: wanted.mostBytes }
  const answer = await call.read({ ...request, headers: { accept: '*/*' } })
  if (answer.status === 404) return null
  if (answer.bytes?.length !== size) throw unreadableAnswer(request, answer.status)
  return { fileName, mimeType: readString(record, 'mimeType') ?? null, bytes: answer.bytes }
}

function placeOf(flavor: JiraFlavor, id: string, fileName: string): Pick<HttpRequest, 'path' | 'query'> {
  return flavor === 'cloud'
    ? { path: `/rest/api/3/attachment/content/${id}`, query: { redirect: 'false' } }
    : { path: `/secure/attachment/${id}/${encodeURIComponent(fileName)}` }
}
