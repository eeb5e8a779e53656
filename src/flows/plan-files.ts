import type { AttachFile } from '../domain/command'
import type { FileChange } from '../domain/container-change'
import { markerOf, withoutMarker } from '../domain/marker'
import { createJudge } from './judge-for-ticket'
import type { TalkInput } from './plan-talk'
import { ticketAddress } from './status-comment'

export interface FilesPlan {
  commands: AttachFile[]
  decisions: { field: string; rule: string }[]
}

/**
 * Files of SOAR's vault that the ticket does not have: once each, by content, within the size and the markings that the
 * rules allow. A file that was redacted would be no file: it stays. Pure.
 */
export function planFiles(input: Omit<TalkInput, 'comments' | 'notes'>, files: readonly FileChange[]): FilesPlan {
  const { direction } = input.source.rules.files
  const plan: FilesPlan = { commands: [], decisions: [] }
  if (direction !== 'to-ticket' && direction !== 'both') return plan
  for (const file of files) {
    if (isKnown(input, file) || plan.commands.some(({ copyOf }) => copyOf?.id === file.id)) continue
    const refusal = refusalOf(input, file)
    if (refusal === null) plan.commands.push(attach(input, file))
    else plan.decisions.push({ field: `file:${file.id}`, rule: refusal })
  }
  return plan
}

/** By its id, by its content, or because a job of this lane carries it, to either side. */
function isKnown(
  { twins, openJobs }: Pick<TalkInput, 'twins' | 'openJobs'>,
  { id, sha256, fileName }: FileChange,
): boolean {
  const isSame = (of: { soarSide?: string; sha256: string }) =>
    of.soarSide === id || (sha256 !== null && of.sha256 === sha256)
  const isOnItsWay = openJobs.some(
    ({ command }) =>
      (command.kind === 'add-attachment' &&
        (command.fileName === fileName || (sha256 !== null && command.sha256 === sha256))) ||
      (command.kind === 'attach-file' &&
        isSame({ soarSide: command.content.attachmentId, sha256: command.sha256 ?? '' })),
  )
  return isOnItsWay || twins.some(twin => twin.kind === 'file' && isSame(twin))
}

function refusalOf(
  { source, link }: Pick<TalkInput, 'source' | 'link'>,
  { fileName, size }: FileChange,
): string | null {
  const { audience, maxMegabytes } = source.rules.files
  if ((size ?? 0) > maxMegabytes * 1_000_000) return `files.maxMegabytes: ${size} bytes`
  const judged = createJudge({ source, link, audience })(fileName)
  return judged.verdict === 'allow' ? null : judged.reason
}

function attach(
  { source, link }: Pick<TalkInput, 'source' | 'link'>,
  { id, fileName, sha256 }: FileChange,
): AttachFile {
  return {
    kind: 'attach-file',
    ticket: ticketAddress(link),
    marker: markerOf(link.sdiPrefix, link.ticketId, 'file', id),
    fileName: withoutMarker(fileName),
    content: { soarConnection: link.soarConnection, attachmentId: id },
    sha256,
    audience: source.rules.files.audience,
    copyOf: { kind: 'file', id, fingerprint: sha256 ?? '' },
  }
}
