import type { OpenedSoar } from './soar-sandbox'

type Entry = Record<string, unknown>

/** Set by SOAR itself, and different in every run. */
const volatile = new Set([
  'id',
  'container',
  'hash',
  'create_time',
  'update_time',
  'container_update_time',
  'artifact_update_time',
  'open_time',
  'close_time',
  'start_time',
  'due_time',
  'version',
])

/** What SOAR holds, container by container, without ids and times: for comparing two runs. */
export async function contentOf(soar: OpenedSoar): Promise<Entry[]> {
  const { body } = await soar.get('/_sandbox/state')
  const containers = body.containers as Entry[]
  const artifacts = body.artifacts as Entry[]
  return containers
    .map(container => ({
      ...stable(container),
      artifacts: artifacts
        .filter(artifact => artifact.container === container.id)
        .map(stable)
        .sort(byIdentifier),
    }))
    .sort(byIdentifier)
}

function stable(entry: Entry): Entry {
  const kept = Object.entries(entry).filter(([name]) => !volatile.has(name))
  return Object.fromEntries(
    kept.map(([name, value]) => [name, name === 'tags' ? [...(value as string[])].sort() : value]),
  )
}

function byIdentifier(a: Entry, b: Entry): number {
  const [left, right] = [String(a.source_data_identifier), String(b.source_data_identifier)]
  return left < right ? -1 : left > right ? 1 : 0
}
