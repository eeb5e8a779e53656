import type { Artifact, ContainerFields } from './container'

/** The closed list of things the bridge asks SOAR to do. */
export type SoarCommand = CreateContainer | UpdateContainer
export type CommandKind = SoarCommand['kind']

export interface CreateContainer {
  kind: 'create-container'
  /** `soarbridge:<connection>:<immutable ticket id>` */
  sourceDataIdentifier: string
  fields: ContainerFields
  observableArtifacts: Artifact[]
  ticketArtifact: Artifact
}

export interface UpdateContainer {
  kind: 'update-container'
  containerId: string
  sourceDataIdentifier: string
  /** Only the fields that changed on the ticket's side. */
  set: Partial<Omit<ContainerFields, 'tags'>>
  tags: { add: string[]; remove: string[] }
  /** New artifacts, none of which triggers. */
  observableArtifacts: Artifact[]
  /** The ticket artifact as it should be now; its id where SOAR has confirmed it. */
  ticketArtifact: { id: string | null; artifact: Artifact } | null
  /** A rule asked to trigger again: a new artifact with the revision in its identifier, posted last with `run_automation: true`. */
  trigger: Artifact | null
}
