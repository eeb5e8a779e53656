import type { JsonObject } from '../../../domain/json'
import { readId } from '../answer'
import { type ReadCall, rejectionOf, type WriteCall } from '../call'
import { checkId, type Filter } from '../query'
import { readAll } from '../walk'
import { readRecord, readText, readTexts, requireRecord, unreadable, withFlag } from './read-record'

const path = '/rest/playbook'

/** A playbook (soar.md section 8). */
export interface Playbook {
  id: string
  name: string
  /** `repository/name`, or the name alone where SOAR does not say the repository. */
  fullName: string
  isActive: boolean
  isDisabled: boolean
  /** `automation` or `data`; playbooks of the second kind take inputs. */
  type: string
  category: string
  labels: string[]
  tags: string[]
}

export interface PlaybooksAsked {
  /** Exact, without the repository. */
  name?: string
  /** Only those that start by themselves. */
  isActive?: boolean
}

/** What a name stands for: the same name may be in several repositories. */
export type FoundPlaybook =
  | { status: 'found'; playbook: Playbook }
  | { status: 'missing' }
  | { status: 'several'; playbooks: Playbook[] }

/** GET /rest/playbook, all of them or those asked for. */
export async function listPlaybooks(call: ReadCall, asked: PlaybooksAsked = {}): Promise<Playbook[]> {
  const { name, isActive } = asked
  const filters: Filter[] = [
    ...(name === undefined ? [] : [{ field: 'name', value: name }]),
    ...(isActive === undefined ? [] : [{ field: 'active', value: isActive }]),
  ]
  const playbooks = (await readAll(withFlag(call, 'pretty'), path, { filters })).flatMap(readPlaybook)
  return playbooks
    .filter(playbook => name === undefined || playbook.name === name)
    .filter(playbook => isActive === undefined || playbook.isActive === isActive)
}

/** By id, by `repository/name`, or by the name alone. */
export async function findPlaybook(call: ReadCall, named: string): Promise<FoundPlaybook> {
  if (/^\d+$/.test(named)) {
    const record = await readRecord(withFlag(call, 'pretty'), path, named)
    const [playbook] = record === null ? [] : readPlaybook(record)
    return playbook === undefined ? { status: 'missing' } : { status: 'found', playbook }
  }
  const name = named.slice(named.lastIndexOf('/') + 1)
  const playbooks = await listPlaybooks(call, { name })
  const exact = named.includes('/') ? playbooks.filter(({ fullName }) => fullName === named) : playbooks
  const [playbook] = exact
  if (playbook === undefined) return { status: 'missing' }
  return exact.length === 1 ? { status: 'found', playbook } : { status: 'several', playbooks: exact }
}

/** POST /rest/playbook/<id>: whether it starts by itself. Answers what SOAR then says of it. */
export async function switchPlaybook(
  call: WriteCall,
  id: string,
  wish: { isActive: boolean; cancelsRuns?: boolean },
): Promise<Playbook> {
  const address = `${path}/${checkId(id)}`
  const body: JsonObject = { active: wish.isActive, ...(wish.cancelsRuns === true && { cancel_runs: true }) }
  const outcome = await call.post(address, body)
  if (outcome.status === 'refused') throw rejectionOf(address, outcome)
  const [playbook] = readPlaybook(await requireRecord(withFlag(call, 'pretty'), path, id))
  if (playbook === undefined) throw unreadable(address)
  return playbook
}

function readPlaybook(record: JsonObject): Playbook[] {
  const id = readId(record.id)
  if (id === null || typeof record.name !== 'string') return []
  const repository = readText(record._pretty_scm)
  return [
    {
      id,
      name: record.name,
      fullName: repository === '' ? record.name : `${repository}/${record.name}`,
      isActive: record.active === true,
      isDisabled: record.disabled === true,
      type: readText(record.playbook_type),
      category: readText(record.category),
      labels: readTexts(record.labels),
      tags: readTexts(record.tags),
    },
  ]
}
