import { isJsonObject, type JsonObject } from '../../domain/json'
import { BridgeError, isBridgeError } from '../../errors'
import { type Outcome, readId } from './answer'
import { type ReadCall, rejectionOf, unclearAnswer, type WriteCall } from './call'
import { checkId } from './query'
import { readAll } from './walk'

const path = '/rest/container'

/** A container's own name on the bridge's side. SOAR keeps it unique for each asset (soar.md section 5). */
export interface ContainerKey {
  sourceDataIdentifier: string
  assetId?: number
}

/** POST /rest/container. `existing` where one with that key was there already. */
export async function createContainer(
  call: WriteCall,
  body: JsonObject,
): Promise<Extract<Outcome, { status: 'done' | 'existing' }>> {
  const outcome = await call.post(path, body)
  if (outcome.status === 'refused') throw rejectionOf(path, outcome)
  if (outcome.status === 'unclear') throw unclearAnswer(path)
  if (outcome.status === 'existing' && outcome.of !== 'container') throw unclearAnswer(path)
  return outcome
}

/** GET /rest/container/<id>: the record, or null where SOAR has none. */
export async function getContainer(call: ReadCall, id: string): Promise<JsonObject | null> {
  const address = `${path}/${checkId(id)}`
  try {
    const record = await call.get(address)
    if (isJsonObject(record) && readId(record.id) === id) return record
  } catch (error) {
    if (isBridgeError(error) && error.code === 'not-found') return null
    throw error
  }
  throw new BridgeError('unavailable', `GET ${address}: the answer is not that container`, {
    code: 'unreadable-answer',
  })
}

/** Ids of the containers with that key, lowest first. Checked here too: a filter that was dropped would match everything. */
export async function findContainers(call: ReadCall, key: ContainerKey): Promise<string[]> {
  const filters = [
    { field: 'source_data_identifier', value: key.sourceDataIdentifier },
    ...(key.assetId === undefined ? [] : [{ field: 'asset', value: key.assetId }]),
  ]
  const records = await readAll(call, path, { filters })
  return records
    .filter(record => record.source_data_identifier === key.sourceDataIdentifier)
    .filter(record => key.assetId === undefined || record.asset === key.assetId)
    .flatMap(record => readId(record.id) ?? [])
    .sort((a, b) => Number(a) - Number(b))
}

/** POST /rest/container/<id> with the fields to change; the others stay (soar.md section 5). */
export async function updateContainer(call: WriteCall, id: string, fields: JsonObject): Promise<void> {
  const address = `${path}/${checkId(id)}`
  const outcome = await call.post(address, fields)
  if (outcome.status === 'refused') throw rejectionOf(address, outcome)
  if (outcome.status !== 'done' || outcome.id !== id) throw unclearAnswer(address)
}
