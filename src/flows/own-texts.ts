import { isTicketCommand } from '../domain/command'
import type { Job } from '../domain/job'
import type { Twin } from '../store/twins'
import { copyFingerprintOf, fingerprintOf, knownFingerprints } from './fingerprint'

/**
 * Which comments of the ticket the bridge wrote itself: its one comment, whatever that says now, and what says the same as
 * a text of ours that was sent. A heading of ours proves nothing, and what a person made of a copy is a person's.
 */
export function createOwnTexts(
  twins: readonly Twin[],
  openJobs: readonly Job[],
): (comment: { id: string; text: string }) => boolean {
  const ofSoar = twins.filter(({ origin }) => origin === 'soar')
  const ids = new Set(ofSoar.filter(({ kind }) => kind === 'status').map(({ ticketSide }) => ticketSide))
  const onTheirWay = openJobs.flatMap(({ command, sentAt }) =>
    sentAt !== null && isTicketCommand(command) && 'text' in command ? [copyFingerprintOf(command.text)] : [],
  )
  const fingerprints = new Set([...ofSoar.flatMap(copiesOf), ...onTheirWay])
  const isKnown = (fingerprint: string) => fingerprints.has(fingerprint)
  return ({ id, text }) => ids.has(id) || knownFingerprints(fingerprintOf(text)).some(isKnown)
}

/** Fingerprints of all that a copy was made to say so far. */
export function copiesOf({ copySha256, earlierCopies = [] }: Twin): string[] {
  return [copySha256, ...earlierCopies]
}
