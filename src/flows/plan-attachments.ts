import type { AddAttachment } from '../domain/command'
import type { Job } from '../domain/job'
import type { Link } from '../domain/link'
import { markerOf } from '../domain/marker'
import type { AttachmentFacts } from '../domain/ticket'
import { containerSdiOf } from '../mapping/source-data-identifier'
import { vaultFileName } from '../mapping/vault-file-name'
import type { Twin } from '../store/twins'
import type { TicketSource } from './ticket-source'

export interface AttachmentsInput {
  source: Pick<TicketSource, 'rules'>
  /** With the news merged in. */
  link: Link
  /** Ids of the attachments that were known before. */
  before: ReadonlySet<string>
  twins: readonly Twin[]
  openJobs: readonly Job[]
}

export interface AttachmentsPlan {
  commands: AddAttachment[]
  supersedes: Job[]
  /** Why a file stays in the ticket. */
  decisions: { field: string; rule: string }[]
}

/**
 * New files of the ticket, for the vault: once each, within the size that the rules allow. What the bridge attached
 * itself is known by its id, or by the marker of the job that carries it. Pure.
 */
export function planAttachments(input: AttachmentsInput): AttachmentsPlan {
  const { source, link, openJobs } = input
  const { direction, maxMegabytes } = source.rules.files
  const plan: AttachmentsPlan = { commands: [], supersedes: [], decisions: [] }
  if (direction !== 'to-soar' && direction !== 'both') return plan
  for (const [id, { value }] of Object.entries(link.snapshot.attachments)) {
    if (value.deleted) plan.supersedes.push(...openJobs.filter(job => isUnsent(job) && carries(job, id)))
    else if (!isNew(input, id) || isOurs(input, id, value)) continue
    else if ((value.size ?? 0) > maxMegabytes * 1_000_000)
      plan.decisions.push({ field: `attachment:${id}`, rule: `files.maxMegabytes: ${value.size} bytes` })
    else plan.commands.push(upload(link, id, value))
  }
  return plan
}

/** Before there is a container nothing was planned in vain, so that all files count as new. */
function isNew({ link, before, openJobs }: AttachmentsInput, id: string): boolean {
  const isUnheard = !before.has(id) || link.containerId === null
  return isUnheard && !openJobs.some(job => carries(job, id))
}

function isOurs({ twins, openJobs }: AttachmentsInput, id: string, { fileName = '' }: AttachmentFacts): boolean {
  const isOnItsWay = openJobs.some(
    ({ command }) => command.kind === 'attach-file' && fileName.startsWith(`${command.marker}-`),
  )
  return isOnItsWay || twins.some(({ kind, ticketSide }) => kind === 'file' && ticketSide === id)
}

function carries({ command }: Job, id: string): boolean {
  return command.kind === 'add-attachment' && command.copyOf?.id === id
}

function isUnsent({ state, sentAt }: Job): boolean {
  return state === 'waiting' && sentAt === null
}

function upload(link: Link, id: string, { fileName }: AttachmentFacts): AddAttachment {
  const { connection, ticketId, sdiPrefix } = link
  return {
    kind: 'add-attachment',
    containerId: link.containerId ?? '',
    sourceDataIdentifier: containerSdiOf(link),
    fileName: vaultFileName(markerOf(sdiPrefix, ticketId, 'attachment', id), fileName ?? 'file'),
    content: { ticketAttachment: { connection, ticketId, attachmentId: id } },
    copyOf: { kind: 'file', id, fingerprint: '' },
  }
}
