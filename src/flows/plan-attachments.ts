import type { AddAttachment } from '../domain/command'
import type { Job } from '../domain/job'
import type { Link } from '../domain/link'
import { markerOf, withoutMarker } from '../domain/marker'
import type { AttachmentFacts } from '../domain/ticket'
import { containerSdiOf } from '../mapping/source-data-identifier'
import { vaultFileName } from '../mapping/vault-file-name'
import type { Twin } from '../store/twins'
import { refuseCopy } from './judge-for-copy'
import type { TicketSource } from './ticket-source'

export interface AttachmentsInput {
  source: Pick<TicketSource, 'rules' | 'connector'>
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
 * itself is known by its id, by its content where that is told, or by the marker of the job that carries it. Pure.
 */
export function planAttachments(input: AttachmentsInput): AttachmentsPlan {
  const { source, link, openJobs } = input
  const { direction } = source.rules.files
  const plan: AttachmentsPlan = { commands: [], supersedes: [], decisions: [] }
  if (direction !== 'to-soar' && direction !== 'both') return plan
  for (const [id, { value }] of Object.entries(link.snapshot.attachments)) {
    if (value.deleted) plan.supersedes.push(...openJobs.filter(job => isUnsent(job) && carries(job, id)))
    else if (!isNew(input, id) || isOwnFile(input, id, value)) continue
    else if (plan.commands.some(({ sha256 }) => sha256 !== undefined && sha256 === value.sha256)) continue
    else {
      const refusal = refusalOf(input, value)
      if (refusal === null) plan.commands.push(upload(link, id, value))
      else plan.decisions.push({ field: `attachment:${id}`, rule: refusal })
    }
  }
  return plan
}

/** Before there is a container nothing was planned in vain, so that all files count as new. */
function isNew({ link, before, openJobs }: AttachmentsInput, id: string): boolean {
  const isUnheard = !before.has(id) || link.containerId === null
  return isUnheard && !openJobs.some(job => carries(job, id))
}

/** Whether the bridge attached it. */
export function isOwnFile(
  { twins, openJobs }: Pick<AttachmentsInput, 'twins' | 'openJobs'>,
  id: string,
  { fileName = '', sha256 }: Pick<AttachmentFacts, 'fileName' | 'sha256'>,
): boolean {
  const isSame = (hash: string | null | undefined) => sha256 !== undefined && hash === sha256
  const isOnItsWay = openJobs.some(
    ({ command }) =>
      (command.kind === 'attach-file' && (fileName.startsWith(`${command.marker}-`) || isSame(command.sha256))) ||
      (command.kind === 'add-attachment' && isSame(command.sha256)),
  )
  return isOnItsWay || twins.some(twin => twin.kind === 'file' && (twin.ticketSide === id || isSame(twin.sha256)))
}

/** A file is told as it is or not at all. Files of tickets are told to SOAR whatever they are called. */
function refusalOf({ source, link }: AttachmentsInput, { fileName = '', size = 0 }: AttachmentFacts): string | null {
  const isTooLarge = size > source.rules.files.maxMegabytes * 1_000_000
  return isTooLarge ? `files.maxMegabytes: ${size} bytes` : refuseCopy({ source, link }, { fileName })
}

function carries({ command }: Job, id: string): boolean {
  return command.kind === 'add-attachment' && command.copyOf?.id === id
}

function isUnsent({ state, sentAt }: Job): boolean {
  return state === 'waiting' && sentAt === null
}

function upload(link: Link, id: string, { fileName = 'file', sha256 }: AttachmentFacts): AddAttachment {
  const { connection, ticketId, sdiPrefix } = link
  return {
    kind: 'add-attachment',
    containerId: link.containerId ?? '',
    sourceDataIdentifier: containerSdiOf(link),
    fileName: vaultFileName(markerOf(sdiPrefix, ticketId, 'attachment', id), withoutMarker(fileName)),
    content: { ticketAttachment: { connection, ticketId, attachmentId: id } },
    copyOf: { kind: 'file', id, fingerprint: sha256 ?? '' },
    ...(sha256 !== undefined && { sha256 }),
  }
}
