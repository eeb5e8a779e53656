import type { JsonObject } from '../../domain/json'
import { askBridge, askJson, listIn } from './ask-json'
import { type Copy, readCopies } from './read-copies'
import type { Stage } from './stage'

/** What the sandboxes themselves say that there is, and the bridge's own table of links. */
export interface Evidence {
  tickets: { key: string; identifier: string }[]
  containers: StoredContainer[]
  artifacts: StoredArtifact[]
  links: { ticketKey: string; containerId: string | null }[]
  copies: Copy[]
}

export interface StoredContainer {
  id: number
  identifier: string
  fields: JsonObject
}

export interface StoredArtifact {
  id: number
  container: number
  identifier: string
  cef: JsonObject
}

export async function gatherEvidence(stage: Stage): Promise<Evidence> {
  const jira = listIn(await askJson(`${stage.jira.url}/_sandbox/ledger`), 'effects')
  const servicenow = listIn(await askJson(`${stage.servicenow.url}/_sandbox/ledger`), 'effects')
  const links = listIn(await askBridge(stage.bridge, '/v1/links?limit=200'), 'items')
  return {
    ...(await readSoar(stage)),
    copies: await readCopies(
      stage,
      jira.filter(isCreation).map(({ id }) => String(id)),
    ),
    tickets: [
      ...jira.filter(isCreation).map(({ id, key }) => ({ key: String(key), identifier: `soarbridge:jira:${id}` })),
      ...servicenow
        .filter(({ effect }) => effect === 'record.inserted')
        .map(({ sys_id, number }) => ({ key: String(number), identifier: `soarbridge:servicenow:${sys_id}` })),
    ],
    // Listed newest first; a story is told from its beginning.
    links: links.reverse().map(({ ticketKey, containerId }) => ({
      ticketKey: String(ticketKey),
      containerId: containerId === null ? null : String(containerId),
    })),
  }
}

function isCreation({ effect }: JsonObject): boolean {
  return effect === 'issue.created'
}

export async function readSoar({ soar }: Stage): Promise<Pick<Evidence, 'containers' | 'artifacts'>> {
  const state = await askJson(`${soar.url}/_sandbox/state`)
  return {
    containers: listIn(state, 'containers').map(fields => ({
      id: Number(fields.id),
      identifier: String(fields.source_data_identifier),
      fields,
    })),
    artifacts: listIn(state, 'artifacts').map(({ id, container, source_data_identifier: identifier, cef }) => ({
      id: Number(id),
      container: Number(container),
      identifier: String(identifier),
      cef: cef as JsonObject,
    })),
  }
}
