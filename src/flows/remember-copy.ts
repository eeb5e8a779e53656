import type { Command, CopyOf } from '../domain/command'
import type { Link } from '../domain/link'
import type { Database } from '../store/database'
import type { Statement } from '../store/statement'
import { insertTwin } from '../store/twins'
import { copyFingerprintOf } from './fingerprint'

type CopyingCommand = Extract<Command, { copyOf?: CopyOf }>

export interface RememberCopyInput {
  link: Link
  command: CopyingCommand
  /** Where the copy stands. */
  copyId: string
  at: number
}

/** The original and its copy, as twins: from now on each is known by its id. */
export function copyStatements(read: Database['read'], { link, command, copyId, at }: RememberCopyInput): Statement[] {
  const { copyOf } = command
  if (copyOf === undefined) return []
  const { kind, id, fingerprint: sha256 } = copyOf
  const copySha256 = 'text' in command ? copyFingerprintOf(command.text) : ''
  const isOfSoar = 'ticket' in command
  const sides = isOfSoar
    ? { ticketSide: copyId, soarSide: id, origin: 'soar' as const }
    : { ticketSide: id, soarSide: copyId, origin: 'ticket' as const }
  return [insertTwin(read, { linkId: link.id, kind, ...sides, sha256, copySha256 }, at)]
}
