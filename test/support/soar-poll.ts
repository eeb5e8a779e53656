import type { PollMark, SoarConnector } from '../../src/connectors/connector'
import { createSoarConnector, type SoarOptions } from '../../src/connectors/soar'
import type { ContainerChange } from '../../src/domain/container-change'
import type { PolledCollection } from '../../src/domain/polled-collection'
import type { SoarSandboxOptions } from '../../src/sandbox/soar/options'
import { createManualClock, type ManualClock } from './manual-clock'
import { type OpenedSoar, openSoar } from './soar-sandbox'

/** The connector in front of a SOAR sandbox, polled as the bridge polls. */
export interface PolledSoar {
  soar: OpenedSoar
  connector: SoarConnector
  clock: ManualClock
  /** All that is new in the collection, poll after poll until nothing lies beyond, each record once for each version. */
  hear(collection: PolledCollection, limit?: number): Promise<ContainerChange[]>
  /** Paths of what was asked since the last time. */
  requests(): Promise<string[]>
}

export async function openPolledSoar(
  sandbox: SoarSandboxOptions = {},
  options: Partial<SoarOptions> = {},
): Promise<PolledSoar> {
  const soar = await openSoar(sandbox)
  const clock = createManualClock()
  const auth = { kind: 'token', token: soar.token } as const
  const connector = createSoarConnector({ connection: 'soar', url: soar.url, auth, clock, ...options })
  const marks = new Map<PolledCollection, PollMark>()
  const heard = new Set<string>()
  let counted = 0

  async function hear(collection: PolledCollection, limit = 100): Promise<ContainerChange[]> {
    const all: ContainerChange[] = []
    for (let polls = 0; polls < 1_000; polls += 1) {
      const { changes, mark, isMore } = await connector.poll({
        collection,
        since: marks.get(collection) ?? null,
        limit,
      })
      marks.set(collection, mark)
      for (const change of changes) {
        const key = JSON.stringify(change)
        if (!heard.has(key)) all.push(change)
        heard.add(key)
      }
      if (!isMore) return all
    }
    throw new Error('the polls do not end')
  }

  return {
    soar,
    connector,
    clock,
    hear,
    async requests() {
      const { body } = await soar.get('/_sandbox/requests')
      const paths: string[] = body.requests.map(({ path }: { path: string }) => path.split('?')[0])
      const fresh = paths.slice(counted)
      counted = paths.length
      return fresh
    },
  }
}
