import { emptyContainer } from '../domain/container-snapshot'
import { mergeFindings } from '../domain/finding'
import type { Link } from '../domain/link'
import { emptySnapshot } from '../domain/merge-changes'
import { observableKey } from '../mapping/observable-key'
import { findingOf } from '../mapping/read-result'
import type { ResultSubject } from '../mapping/result-subject'
import type { LinkKey } from '../store/links'
import type { UnclaimedResult } from '../store/unclaimed-results'

/** Its snapshot is that of a ticket which never changes, and tells the subject as its key. */
export function linkAbout(
  { name, observable }: ResultSubject,
  first: UnclaimedResult,
  { id, at, ...key }: LinkKey & { id: string; at: number },
): Link {
  const version = { at: first.createdAt }
  const news = findingOf(first)
  return {
    ...key,
    id,
    ticketKey: null,
    ticketUrl: null,
    collection: null,
    containerId: null,
    role: 'primary',
    containerSdi: null,
    leftContainerId: null,
    sdiPrefix: key.connection,
    tenant: first.tenant,
    state: 'pending',
    snapshot: { ...emptySnapshot(), key: { value: name, version, tie: '' }, wasAlive: true, complete: true, version },
    observables: observable === undefined ? [] : [observableKey(observable)],
    container: emptyContainer(),
    base: { fields: {}, ticketArtifactId: null, ticketArtifact: null },
    // Playbooks start when the container is made: they see what was found.
    findings: mergeFindings({ latest: [], gravest: null }, news === undefined ? [] : [news]),
    revision: 1,
    createdAt: at,
    updatedAt: at,
  }
}
