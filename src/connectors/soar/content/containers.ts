import type { Json, JsonObject } from '../../../domain/json'
import { judge, type Outcome } from '../answer'
import type { WriteCall } from '../call'
import { createContainer, findContainers, getContainer } from '../containers'
import type { ListQuery } from '../query'
import { walk } from '../walk'
import { type ArtifactFields, artifactFields } from './artifact-fields'
import { change, remove, renameFields, toNumber } from './confirm'

const path = '/rest/container'

/** What a container may be made with and changed to; what is left out is SOAR's to decide, or stays. */
export interface ContainerFields {
  name?: string
  description?: string
  label?: string
  severity?: string
  sensitivity?: 'white' | 'green' | 'amber' | 'red'
  /** By name. */
  status?: string
  /** Replace those that are there. */
  tags?: string[]
  data?: JsonObject
  customFields?: JsonObject
  killChain?: string
  /** A user or a role, not both: the one clears the other. */
  ownerId?: number
  roleId?: number
  startTime?: string
  endTime?: string
  openTime?: string
  dueTime?: string
}

export interface NewContainer extends ContainerFields {
  name: string
  sourceDataIdentifier?: string
  assetId?: number
  tenantId?: number
  ingestAppId?: number
  type?: 'default' | 'case'
  /** Of a workbook's template; for a case. */
  templateId?: number
  /** Default false. */
  runAutomation?: boolean
  /** SOAR starts automation after the last one unless they say otherwise. */
  artifacts?: readonly ArtifactFields[]
}

/** `isNew` is false where one with this identifier was there already: then nothing was written. */
export interface CreatedContainer {
  id: string
  isNew: boolean
  /** One for each artifact that was sent along, in order; `unclear` where SOAR's answer is silent. */
  artifacts: Outcome[]
}

/** Containers and cases (soar.md section 5). */
export function createContainersApi(call: WriteCall) {
  const update = (id: string, fields: ContainerFields): Promise<void> => change(call, { path, id }, toBody(fields))
  return {
    create: (fields: NewContainer): Promise<CreatedContainer> => create(call, fields),
    /** The record, or null. */
    get: (id: string): Promise<JsonObject | null> => getContainer(call, id),
    list: (query: ListQuery = {}): AsyncGenerator<JsonObject> => walk(call, path, query),
    /** Ids of those with this identifier, lowest first. */
    find: (key: { sourceDataIdentifier: string; assetId?: number }): Promise<string[]> => findContainers(call, key),
    update,
    /** Makes a case of it, with the phases and tasks of a workbook's template. */
    promote: (id: string, templateId?: number): Promise<void> =>
      change(call, { path, id }, { container_type: 'case', ...(templateId !== undefined && { template: templateId }) }),
    /** Adds a container to a case and copies what is named; playbook runs too with `automation`. */
    addToCase: (caseId: string, containerId: string, copy: readonly CopiedPart[] = []): Promise<void> =>
      change(
        call,
        { path, id: caseId },
        {
          add_to_case: true,
          container_id: toNumber(containerId),
          ...Object.fromEntries(copy.map(part => [`copy_${part}`, true])),
        },
      ),
    /** `status` names one of type resolved. */
    close: (id: string, status = 'closed'): Promise<void> => update(id, { status }),
    delete: (id: string): Promise<void> => remove(call, { path, id }),
    /** All of them in one request. */
    async deleteMany(ids: readonly string[]): Promise<void> {
      if (ids.length > 0)
        await call.delete(
          path,
          ids.map((id): [string, string] => ['ids', String(toNumber(id))]),
        )
    },
  }
}

type CopiedPart = 'artifacts' | 'automation' | 'files' | 'comments'

async function create(call: WriteCall, { artifacts = [], ...fields }: NewContainer): Promise<CreatedContainer> {
  const inline = artifacts.map(artifactFields)
  const outcome = await createContainer(call, {
    run_automation: false,
    ...toBody(fields),
    ...renameFields(fields, creationNames),
    ...(inline.length > 0 && { artifacts: inline }),
  })
  const answered = outcome.status === 'done' ? outcome.body.artifacts : undefined
  return { id: outcome.id, isNew: outcome.status === 'done', artifacts: judgeEach(answered, inline.length) }
}

function judgeEach(answered: Json | undefined, count: number): Outcome[] {
  const items = Array.isArray(answered) ? answered : []
  return Array.from({ length: count }, (_, position) => judge(items[position]))
}

function toBody(fields: ContainerFields): JsonObject {
  return renameFields(fields, names)
}

const names: Record<keyof ContainerFields, string> = {
  name: 'name',
  description: 'description',
  label: 'label',
  severity: 'severity',
  sensitivity: 'sensitivity',
  status: 'status',
  tags: 'tags',
  data: 'data',
  customFields: 'custom_fields',
  killChain: 'kill_chain',
  ownerId: 'owner_id',
  roleId: 'role_id',
  startTime: 'start_time',
  endTime: 'end_time',
  openTime: 'open_time',
  dueTime: 'due_time',
}

const creationNames = {
  sourceDataIdentifier: 'source_data_identifier',
  assetId: 'asset_id',
  tenantId: 'tenant_id',
  ingestAppId: 'ingest_app_id',
  type: 'container_type',
  templateId: 'template_id',
  runAutomation: 'run_automation',
}
