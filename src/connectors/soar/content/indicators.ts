import { isJsonObject, type JsonObject } from '../../../domain/json'
import { BridgeError } from '../../../errors'
import type { ReadCall, WriteCall } from '../call'
import type { ListQuery } from '../query'
import { isLastPage, readPage } from '../read-page'
import { walk } from '../walk'
import { change, nullIfMissing, readRecord, toNumber } from './confirm'

const path = '/rest/indicator'
/** 100,000 artifacts; beyond it something is wrong. */
const mostPages = 1_000

/** The values that artifacts show (soar.md section 11). */
export function createIndicatorsApi(call: WriteCall) {
  return {
    get: (id: string): Promise<JsonObject | null> => readRecord(call, { path, id }),
    /** Of all times; SOAR's default is the last days. */
    list: (query: ListQuery = {}): AsyncGenerator<JsonObject> =>
      walk(call, path, { ...query, flags: query.flags ?? ['timerange'] }),
    findByValue: (value: string): Promise<JsonObject | null> => findByValue(call, value),
    /** The artifacts that show it. */
    listArtifacts: (id: string): Promise<JsonObject[]> => listArtifacts(call, id),
    /** The containers that hold any of them. */
    listContainers: (ids: readonly string[]): Promise<JsonObject[]> => listContainers(call, ids),
    /** Replaces its tags. */
    setTags: (id: string, tags: string[]): Promise<void> => change(call, { path, id }, { tags }),
  }
}

async function findByValue(call: ReadCall, value: string): Promise<JsonObject | null> {
  const address = '/rest/indicator_by_value'
  const record = await nullIfMissing(call.get(address, [['indicator_value', value]]))
  if (record === null || (isJsonObject(record) && record.value === value)) return record
  throw unreadable(address)
}

/** Page by page: not known is whether this list takes filters. */
async function listArtifacts(call: ReadCall, id: string): Promise<JsonObject[]> {
  const address = '/rest/indicator_artifact'
  const asked: ReadCall = {
    get: (where, query = []) => call.get(where, [['indicator_id', String(toNumber(id))], ...query]),
  }
  const artifacts: JsonObject[] = []
  for (let number = 0; number < mostPages; number += 1) {
    const page = await readPage(asked, address, { list: {}, number })
    artifacts.push(...page.items)
    if (isLastPage(page, { list: {}, number })) return artifacts
  }
  throw unreadable(address)
}

/** A bare list. */
async function listContainers(call: ReadCall, ids: readonly string[]): Promise<JsonObject[]> {
  const address = '/rest/indicator_common_container'
  if (ids.length === 0) return []
  const answer = await call.get(address, [['indicator_ids', ids.map(toNumber).join(',')]])
  if (Array.isArray(answer) && answer.every(isJsonObject)) return answer
  throw unreadable(address)
}

function unreadable(address: string): BridgeError {
  return new BridgeError('unavailable', `GET ${address}: the answer cannot be read`, { code: 'unreadable-answer' })
}
