import type { Artifact } from '../domain/container'
import type { TicketArtifactChange } from '../domain/ticket'
import { cutText } from './cut-text'
import { identifySharedArtifact } from './source-data-identifier'

/** Severities that every SOAR has; another SOAR may not know the others. */
const commonSeverities = ['high', 'medium', 'low']

/** The artifact of a shared container in the other SOAR: the same content under an identifier of ours. */
export function sharedArtifact({ id, name, label, severity, cef }: TicketArtifactChange, connection: string): Artifact {
  return {
    sourceDataIdentifier: identifySharedArtifact(connection, id),
    name: cutText(name, 255),
    label,
    ...(commonSeverities.includes(severity.toLowerCase()) && { severity: severity.toLowerCase() }),
    tags: [],
    cef,
    cefTypes: {},
  }
}
