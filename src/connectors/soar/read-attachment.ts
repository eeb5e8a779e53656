import type { AddAttachment, TicketAttachment } from '../../domain/command'
import { BridgeError, isBridgeError } from '../../errors'
import type { ReadTicketFile } from '../connector'
import { largestFileBytes } from './content/upload-file'

/** The bytes of a file. Raises `rejected` with code `file-too-large`; `file-unreadable` where a ticket does not give it. */
export async function readBytes({ content }: AddAttachment, readFile: ReadTicketFile | undefined): Promise<Buffer> {
  const bytes = 'text' in content ? Buffer.from(content.text) : await readTicketFile(content.ticketAttachment, readFile)
  if (bytes.length <= largestFileBytes) return bytes
  const says = `the file has ${bytes.length} bytes, SOAR takes ${largestFileBytes}`
  throw new BridgeError('rejected', says, { code: 'file-too-large' })
}

async function readTicketFile(file: TicketAttachment, readFile: ReadTicketFile | undefined): Promise<Buffer> {
  if (readFile === undefined) {
    throw new BridgeError('rejected', 'files of tickets are not read here', { code: 'file-unreadable' })
  }
  try {
    return (await readFile(file)).bytes
  } catch (error) {
    throw isBridgeError(error) && error.code !== 'file-too-large' ? unreadableFile(error) : error
  }
}

/** Told in words of its own: trouble of the ticketing system must pass neither for SOAR's nor for a container that is gone. */
function unreadableFile({ kind, code, retryAt }: BridgeError): BridgeError {
  const isForNow = kind === 'unavailable' || kind === 'denied'
  return new BridgeError(isForNow ? 'unavailable' : 'rejected', `the file of the ticket cannot be read: ${code}`, {
    code: 'file-unreadable',
    effect: 'none',
    ...(isForNow && retryAt !== undefined && { retryAt }),
  })
}
