import type { ContainerChange } from '../../../domain/container-change'
import { readId } from '../answer'
import { readTime } from '../automation/read-record'
import { checkId } from '../query'
import { readAll } from '../walk'
import { feeds } from './read-window'
import { type Telling, tell } from './tell'

/** What people and playbooks put into a container, beside its fields. */
const talked = ['artifact', 'note', 'comment', 'attachment'] as const

/** Artifacts, notes, comments and files of one container, as the polls would tell them. A request for each, and one a page. */
export async function readOfContainer(containerId: string, telling: Telling): Promise<ContainerChange[]> {
  const found: ContainerChange[] = []
  for (const collection of talked) found.push(...(await readOne(collection, containerId, telling)))
  return found
}

async function readOne(
  collection: (typeof talked)[number],
  containerId: string,
  telling: Telling,
): Promise<ContainerChange[]> {
  const { path, stamps, flags = [] } = feeds[collection]
  const records = await readAll(telling.call, path, {
    // Of files this is what SOAR's own code asks by (soar.md section 7).
    filters: [
      { field: collection === 'attachment' ? 'container_id' : 'container', value: Number(checkId(containerId)) },
    ],
    flags,
  })
  // A filter that was dropped would bring what belongs to others.
  const own = records.filter(record => readId(record.container ?? record.container_id) === containerId)
  const stamped = own.flatMap(record => {
    const id = readId(record.id)
    return id === null ? [] : [{ id, at: Math.max(...stamps.map(stamp => readTime(record[stamp]) ?? 0)), record }]
  })
  return tell(collection, stamped, telling)
}
