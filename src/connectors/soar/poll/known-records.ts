import type { Clock } from '../../../domain/clock'
import type { JsonObject } from '../../../domain/json'
import { isBridgeError } from '../../../errors'
import { readId } from '../answer'
import type { ReadCall } from '../call'
import { type ListFlag, largestPage } from '../query'
import { readAll } from '../walk'

const keepMs = 600_000
const mostRemembered = 5_000

/** What stands behind ids, such as users behind their numbers. */
export interface KnownRecords<Known> {
  /** By id; without those that SOAR does not have or lets us not read. Remembered for ten minutes. */
  find(call: ReadCall, ids: readonly (string | null)[]): Promise<Map<string, Known>>
}

interface Kind<Known> {
  path: string
  flags?: readonly ListFlag[]
  clock: Pick<Clock, 'now'>
  /** Null where the record does not tell. */
  describe(record: JsonObject): Known | null
}

/** One request for as many ids as a page holds; none where all are remembered. */
export function createKnownRecords<Known>(kind: Kind<Known>): KnownRecords<Known> {
  const remembered = new Map<string, { at: number; known: Known | null }>()

  function remember(id: string, known: Known | null): void {
    remembered.delete(id)
    for (const oldest of remembered.keys()) {
      if (remembered.size < mostRemembered) break
      remembered.delete(oldest)
    }
    remembered.set(id, { at: kind.clock.now(), known })
  }

  function isFresh(id: string): boolean {
    const known = remembered.get(id)
    return known !== undefined && kind.clock.now() - known.at < keepMs
  }

  return {
    async find(call, ids) {
      const wanted = [...new Set(ids.filter(id => id !== null))]
      const found = await readMissing(
        call,
        kind,
        wanted.filter(id => !isFresh(id)),
      )
      for (const [id, known] of found) remember(id, known)
      return new Map(
        wanted.flatMap((id): [string, Known][] => {
          const known = found.has(id) ? found.get(id) : remembered.get(id)?.known
          return known === undefined || known === null ? [] : [[id, known]]
        }),
      )
    },
  }
}

async function readMissing<Known>(
  call: ReadCall,
  kind: Kind<Known>,
  ids: readonly string[],
): Promise<Map<string, Known | null>> {
  const found = new Map<string, Known | null>(ids.map(id => [id, null]))
  for (let from = 0; from < ids.length; from += largestPage) {
    for (const record of await readRecords(call, kind, ids.slice(from, from + largestPage))) {
      const id = readId(record.id)
      if (id !== null && found.has(id)) found.set(id, kind.describe(record))
    }
  }
  return found
}

/** A right that we lack costs what these records would tell, not the poll. */
async function readRecords(
  call: ReadCall,
  { path, flags = [] }: Pick<Kind<unknown>, 'path' | 'flags'>,
  ids: readonly string[],
): Promise<JsonObject[]> {
  try {
    return await readAll(call, path, { filters: [{ field: 'id', operator: 'in', value: ids.map(Number) }], flags })
  } catch (error) {
    if (isBridgeError(error) && error.code === 'forbidden') return []
    throw error
  }
}
